/** @type {import('jest').Config} */
module.exports = {
	rootDir: __dirname,
	testMatch: ['<rootDir>/test/**/*.test.mts'],
	moduleFileExtensions: ['mts', 'ts', 'js', 'mjs', 'cjs', 'json', 'node'],
	transform: { '\\.m?ts$': '<rootDir>/test/tools/jestTransform.js' },
	resolver: '<rootDir>/test/tools/jestResolver.js',
	runtime: '<rootDir>/test/tools/jestRuntime.js',
	testEnvironment: 'node',
	maxWorkers: 2,
	testTimeout: 30000,
};
