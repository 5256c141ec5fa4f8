import { startSandbox } from '../sandbox/index.mjs';
import type { Access } from './standIn.mjs';

/** The stand-ins in a process of their own, so that their work is not counted as work of the client. */
async function main(): Promise<void> {
	const sandbox = await startSandbox({ latencyMs: Number(process.argv[2]) });
	const { baseUrl, username, password } = sandbox.billingPlatform;
	const { endpoint, apiToken } = sandbox.cloudBilling;
	const cloud = { endpoint, apiToken };
	const access: Access = { url: sandbox.url, baseUrl, username, password, cloud };
	process.send?.(access);
	process.once('disconnect', () => void sandbox.stop());
}

void main();
