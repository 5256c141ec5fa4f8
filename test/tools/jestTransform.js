// Turns TypeScript into CommonJS for jest. Types are checked by `tsc`, once, not by every test file.
const { transformSync } = require('esbuild');
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');

const self = readFileSync(__filename);

module.exports = {
	getCacheKey: (source, file) =>
		createHash('sha1').update(self).update(file).update('\0').update(source).digest('hex'),
	process(source, file) {
		return transformSync(source, {
			sourcefile: file,
			loader: 'ts',
			format: 'cjs',
			target: 'es2022',
			sourcemap: 'inline',
			// CommonJS has no import.meta; the few places that ask for their own address get it this way.
			define: { 'import.meta.url': '__importMetaUrl' },
			banner: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;",
		});
	},
};
