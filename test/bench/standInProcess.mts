import { startSandbox } from '../sandbox/index.mjs';
import type { Access } from './standIn.mjs';

/** The stand-in in a process of its own, so that its work is not counted as work of the client. */
async function main(): Promise<void> {
	const sandbox = await startSandbox({ latencyMs: Number(process.argv[2]) });
	const { baseUrl, username, password } = sandbox.billingPlatform;
	const access: Access = { url: sandbox.url, baseUrl, username, password };
	process.send?.(access);
	process.once('disconnect', () => void sandbox.stop());
}

void main();
