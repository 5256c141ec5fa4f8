import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../../../items/parameters';
import type { EventContext, TriggerEvent } from '../../system';
import type { CloudBillingClient, Row } from '../client';
import { filters, keepMetadataLists, requestOptions } from '../fields';
import { toItems, wireDate } from '../items';
import { RowChanges, type Watch } from './rowChanges';

export type CloudBillingEvent = TriggerEvent<CloudBillingClient>;

interface EventDefinition {
	option: CloudBillingEvent['option'];
	/** Optional search fields. */
	filters: INodeProperties[];
	options?: INodeProperties[];
	watch(run: EventContext<CloudBillingClient>): Omit<Watch, 'toJson'>;
}

/** An event whose changes come from one list of CloudBilling. */
export function listEvent(definition: EventDefinition): CloudBillingEvent {
	const { option, options = [] } = definition;
	return {
		option,
		properties: definition.filters.length > 0 ? [filters(...definition.filters)] : [],
		options: [...options, keepMetadataLists, ...requestOptions],
		source(run) {
			const toJson = (rows: Row[]): IDataObject[] => toItems(rows, run.parameters, 0);
			return { of: [], source: new RowChanges({ ...definition.watch(run), toJson }) };
		},
	};
}

/** A time as a bound of a search; the vendor's dates have no fraction of a second. */
export function bound(at: number | undefined): unknown {
	return at === undefined ? undefined : wireDate(new Date(at));
}

/** The customers' codes of a filter; a method may itself match more than is asked for. */
export function codesOf(parameters: ItemParameters, name: string): string[] {
	return parameters.list(`filters.${name}`, 0);
}
