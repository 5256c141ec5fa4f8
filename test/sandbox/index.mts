import { BillingPlatformStandIn } from './billingPlatform/index.mjs';
import { listen } from './server.mjs';

export type { Books, SessionEntry } from './billingPlatform/books.mjs';
export type { BillingPlatformSwitches } from './billingPlatform/switches.mjs';
export { BILLING_PLATFORM_SWITCHES } from './billingPlatform/switches.mjs';
export type { BillingPlatformStandIn } from './billingPlatform/index.mjs';
export type { Fault, FaultRule } from './faults.mjs';
export type { LoggedRequest } from './requestLog.mjs';

export interface SandboxOptions {
	/** Default: any free port. */
	readonly port?: number;
	/** How long each vendor call takes at least. Default 0. */
	readonly latencyMs?: number;
	/** Start with the demo company's data. Default true. */
	readonly seed?: boolean;
}

export interface Sandbox {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	readonly billingPlatform: BillingPlatformStandIn;
	stop(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const billingPlatform = await BillingPlatformStandIn.create({ seed: options.seed ?? true });
	const server = await listen([billingPlatform], {
		port: options.port ?? 0,
		latencyMs: options.latencyMs ?? 0,
	});
	billingPlatform.baseUrl = `${server.url}${billingPlatform.orgPath}`;
	return {
		url: server.url,
		billingPlatform,
		async stop() {
			await server.stop();
			billingPlatform.close();
		},
	};
}
