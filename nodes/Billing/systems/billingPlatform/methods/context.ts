import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { InputError, toNodeError } from '../../../errors';
import { isRecord, toText } from '../../../values';
import type { BillingPlatformClient } from '../client';
import { connectOnce } from '../connection';
import { entityName } from '../sql';

/** Does `work` for a list in the editor; what goes wrong is said in the list. */
export async function forEditor<T>(
	ctx: ILoadOptionsFunctions,
	work: (client: BillingPlatformClient) => Promise<T>,
): Promise<T> {
	try {
		return await connectOnce(ctx, ctx.getCurrentNodeParameter('authentication'), work);
	} catch (error) {
		throw toNodeError(ctx.getNode(), error);
	}
}

/** The entity chosen in the node. @throws InputError while there is none */
export function chosenEntity(ctx: ILoadOptionsFunctions): string {
	const locator: unknown = ctx.getCurrentNodeParameter('entity');
	const name = toText(isRecord(locator) ? locator.value : locator).trim();
	if (name.startsWith('=')) {
		throw new InputError(
			'The entity is an expression: its fields are known only when the node runs',
		);
	}
	return entityName(name);
}
