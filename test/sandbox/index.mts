import { BillingPlatformStandIn } from './billingPlatform/index.mjs';
import { CloudBillingStandIn } from './cloudBilling/index.mjs';
import { listen } from './server.mjs';

export type { Books, SessionEntry } from './billingPlatform/books.mjs';
export type { BillingPlatformSwitches } from './billingPlatform/switches.mjs';
export { BILLING_PLATFORM_SWITCHES } from './billingPlatform/switches.mjs';
export type { BillingPlatformStandIn } from './billingPlatform/index.mjs';
export type { Books as CloudBillingBooks } from './cloudBilling/books.mjs';
export type { CloudBillingStandIn } from './cloudBilling/index.mjs';
export { CLOUD_BILLING_SWITCHES, type CloudBillingSwitches } from './cloudBilling/switches.mjs';
export type { Fault, FaultRule } from './faults.mjs';
export type { LoggedRequest } from './requestLog.mjs';
export type { VendorClock } from './vendorClock.mjs';

export interface SandboxOptions {
	/** Default: any free port. */
	readonly port?: number;
	/** How long each vendor call takes at least. Default 0. */
	readonly latencyMs?: number;
	/** Start with the demo companies' data. Default true. */
	readonly seed?: boolean;
}

export interface Sandbox {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	readonly billingPlatform: BillingPlatformStandIn;
	readonly cloudBilling: CloudBillingStandIn;
	stop(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const seed = options.seed ?? true;
	const billingPlatform = await BillingPlatformStandIn.create({ seed });
	const cloudBilling = new CloudBillingStandIn({ seed });
	const server = await listen([billingPlatform, cloudBilling], {
		port: options.port ?? 0,
		latencyMs: options.latencyMs ?? 0,
	});
	billingPlatform.baseUrl = `${server.url}${billingPlatform.orgPath}`;
	cloudBilling.endpoint = `${server.url}${cloudBilling.path}`;
	return {
		url: server.url,
		billingPlatform,
		cloudBilling,
		async stop() {
			await server.stop();
			billingPlatform.close();
		},
	};
}
