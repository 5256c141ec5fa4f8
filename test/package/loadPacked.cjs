// Loads the package that lies in node_modules of the working directory, and prints what it gives and what it asks for.
const Module = require('node:module');
const { join } = require('node:path');

const [name] = process.argv.slice(2);
const folder = join(process.cwd(), 'node_modules', name);

const imports = new Set();
const load = Module._load;
Module._load = function (request, parent, ...rest) {
	if (parent?.filename?.startsWith(folder) && !request.startsWith('.')) imports.add(request);
	return load.call(this, request, parent, ...rest);
};

const classes = require(folder);

const types = Object.entries(classes).map(([className, Type]) => {
	const type = new Type();
	const isNode = 'description' in type;
	const { name, icon, credentials = [], documentationUrl } = isNode ? type.description : type;
	return { className, isNode, name, icon, credentials, documentationUrl };
});

console.log(JSON.stringify({ imports: [...imports], types }));
