import { credentialsFor } from '../engine/support/credentials.mjs';
import { type Sandbox, startSandbox } from '../sandbox/index.mjs';
import type { Vendor } from './vendors.mjs';

const MARKED_ROWS = 5;

async function main(): Promise<void> {
	const count = Number(process.argv[2]);
	const sandboxes: Sandbox[] = [];
	const vendors: Vendor[] = [];
	for (let number = 1; number <= count; number++) {
		const sandbox = await startSandbox({ seed: false });
		const mark = `Org ${String(number).padStart(3, '0')}`;
		fill(sandbox, mark);
		sandboxes.push(sandbox);
		vendors.push({ mark, url: sandbox.url, credentials: credentialsFor(sandbox) });
	}
	process.send?.(vendors);
	process.once('disconnect', () => void Promise.all(sandboxes.map((sandbox) => sandbox.stop())));
}

function fill({ billingPlatform, cloudBilling }: Sandbox, mark: string): void {
	const names = Array.from({ length: MARKED_ROWS }, (_, index) => `${mark}, account ${index + 1}`);
	billingPlatform.insert('ACCOUNT_TYPE', [{ AccountType: 'Any' }]);
	billingPlatform.insert(
		'ACCOUNT',
		names.map((Name) => ({ Name })),
	);
	cloudBilling.insert(
		'customer',
		names.map((CustomerName, index) => ({ CustomerCode: `C${index + 1}`, CustomerName })),
	);
}

void main();
