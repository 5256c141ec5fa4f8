// Prints what n8n's scanner for community packages says about a folder: node scan.mjs <folder> <pattern>...
// The scanner is an ES module with an eslint of its own, so it runs in a process of its own.
import { createRequire } from 'node:module';
import { analyzePackage, buildScanConfig } from '@n8n/scan-community-package/scanner/scanner.mjs';

const [folder, ...patterns] = process.argv.slice(2);

const { passed, message, details } = await analyzePackage(folder, patterns);

// The scanner passes warnings over in silence. n8n's reviewers may not.
const { ESLint } = createRequire(
	import.meta.resolve('@n8n/scan-community-package/scanner/scanner.mjs'),
)('eslint');
const eslint = new ESLint({
	cwd: folder,
	allowInlineConfig: false,
	overrideConfigFile: true,
	overrideConfig: await buildScanConfig(),
	errorOnUnmatchedPattern: false,
});
const results = await eslint.lintFiles(patterns);
const problems = results.flatMap(({ filePath, messages }) =>
	messages.map(({ line, ruleId, message: text }) => `${filePath}:${line} ${ruleId}: ${text}`),
);

console.log(JSON.stringify({ passed, message, details, files: results.length, problems }));
