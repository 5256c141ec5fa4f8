// Loads packages and the built node as Node itself does, once per worker: with jest's own loader every test file would
// load n8n's engine anew, which takes longer than most of them run. Sources and tests are loaded for each test file.
const { default: Runtime } = require('jest-runtime');
const { join, sep } = require('node:path');

const PACKAGES = `${sep}node_modules${sep}`;

// They fake the time of packages, or compare their own objects with those of packages, which are of another realm.
const JEST_LOADS_ALL = ['faults', 'properties', 'unit'];

module.exports = class extends Runtime {
	#isNative;
	#built;

	constructor(config, ...rest) {
		super(config, ...rest);
		const others = JEST_LOADS_ALL.map((folder) => join(config.rootDir, 'test', folder) + sep);
		this.#isNative = !others.some((folder) => this._testPath.startsWith(folder));
		this.#built = join(config.rootDir, 'dist') + sep;
		// The built node remembers sessions and WSDLs; each test file begins without.
		for (const file of Object.keys(require.cache)) {
			if (file.startsWith(this.#built)) delete require.cache[file];
		}
	}

	requireModuleOrMock(from, name) {
		const path = this.#nativePath(from, name);
		return path === undefined ? super.requireModuleOrMock(from, name) : require(path);
	}

	#nativePath(from, name) {
		if (!this.#isNative || this._resolution.isCoreModule(name)) return undefined;
		const path = this._resolution.resolveCjs(from, name);
		return path.includes(PACKAGES) || path.startsWith(this.#built) ? path : undefined;
	}
};
