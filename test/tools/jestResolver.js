// TypeScript writes the extension of the compiled file (`./x.mjs`, `./x.js`); the source beside it ends in .mts or .ts.
const { existsSync } = require('node:fs');
const { resolve } = require('node:path');

module.exports = (request, options) => {
	if (/^\.{1,2}\/.*\.m?js$/.test(request) && !options.basedir.includes('node_modules')) {
		const source = resolve(options.basedir, request).replace(/\.(m?)js$/, '.$1ts');
		if (existsSync(source)) return source;
	}
	return options.defaultResolver(request, options);
};
