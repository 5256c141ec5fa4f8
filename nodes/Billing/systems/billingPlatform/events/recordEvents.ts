import type { INodeProperties } from 'n8n-workflow';

import type { TriggerEvent } from '../../system';
import type { BillingPlatformClient } from '../client';
import { convertValues, entity, pageSize, requestOptions } from '../fields';
import {
	fieldsToReturn,
	filters,
	readSelection,
	whereOption,
} from '../operations/record/selection';
import { fieldName } from '../sql';
import { RecordChanges } from './recordChanges';
import { timestampForm, timestampFormat } from './timestamps';

/** Almost every entity has them, set by the system [SCHEMA]. */
type SystemTimestamp = 'Created' | 'Updated';

function timestampField(standard: SystemTimestamp): INodeProperties {
	return {
		displayName: 'Timestamp Field',
		name: 'timestampField',
		type: 'string',
		default: standard,
		description:
			'The field that tells when a record changed. Some entities have no Created and Updated; name another one for these.',
	};
}

function recordEvent(
	option: TriggerEvent<BillingPlatformClient>['option'],
	timestamp: SystemTimestamp,
	which: { onlyUpdates: boolean },
): TriggerEvent<BillingPlatformClient> {
	return {
		option,
		properties: [entity, ...filters, fieldsToReturn],
		options: [
			convertValues,
			pageSize,
			timestampField(timestamp),
			timestampFormat,
			whereOption,
			...requestOptions,
		],
		source({ client, parameters }) {
			const selection = readSelection(parameters, 0);
			const chosen = parameters.string('options.timestampField', 0, timestamp).trim();
			const field = fieldName(chosen || timestamp, 'Timestamp Field');
			const isStandard = field.toLowerCase() === timestamp.toLowerCase();
			const source = new RecordChanges(client, {
				entity: selection.entity,
				timestamp: field,
				followsUpdates: timestamp === 'Updated',
				onlyUpdates: isStandard && which.onlyUpdates,
				includesCreation: isStandard && timestamp === 'Updated' && !which.onlyUpdates,
				fields: selection.fields,
				where: selection.where,
				form: timestampForm(parameters.string('options.timestampFormat', 0, 'iso')),
				pageSize: selection.pageSize,
				convert: parameters.boolean('options.convertValues', 0),
			});
			return { of: [selection.entity.toUpperCase(), field.toLowerCase()], source };
		},
	};
}

export const recordCreated = recordEvent(
	{
		name: 'Record Created',
		value: 'recordCreated',
		description: 'A record of the entity is new',
	},
	'Created',
	{ onlyUpdates: false },
);

export const recordUpdated = recordEvent(
	{
		name: 'Record Updated',
		value: 'recordUpdated',
		description: 'A record of the entity that existed before has changed',
	},
	'Updated',
	{ onlyUpdates: true },
);

export const recordCreatedOrUpdated = recordEvent(
	{
		name: 'Record Created or Updated',
		value: 'recordCreatedOrUpdated',
		description: 'A record of the entity is new or has changed',
	},
	'Updated',
	{ onlyUpdates: false },
);
