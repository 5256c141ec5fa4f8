import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { toNodeError } from '../../../errors';
import { isRecord, toText } from '../../../values';
import type { CloudBillingClient } from '../client';
import { connectOnce } from '../connection';

/** Does `work` for a list or form in the editor; what goes wrong is said there. */
export async function forEditor<T>(
	ctx: ILoadOptionsFunctions,
	work: (client: CloudBillingClient) => T,
): Promise<T> {
	try {
		return await connectOnce(ctx, async (client) => work(client));
	} catch (error) {
		throw toNodeError(ctx.getNode(), error);
	}
}

/** The value chosen in a resource locator of the node. */
export function chosen(ctx: ILoadOptionsFunctions, name: string): string {
	const locator: unknown = ctx.getCurrentNodeParameter(name);
	return toText(isRecord(locator) ? locator.value : locator).trim();
}
