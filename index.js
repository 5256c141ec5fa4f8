// The built nodes and credential types, for programs that load this package from code. n8n itself reads the paths in package.json.
const { n8n } = require('./package.json');

const className = (path) => /([^/]+)\.(?:node|credentials)\.js$/.exec(path)[1];

module.exports = Object.fromEntries(
	[...n8n.nodes, ...n8n.credentials].map((path) => [
		className(path),
		require(`./${path}`)[className(path)],
	]),
);
