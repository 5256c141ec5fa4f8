import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../../errors';
import { runBatches } from '../../../../items/batches';
import { batchSize, DEFAULT_BATCH_SIZE } from '../../../../items/commonFields';
import { readColumns, recordData } from '../../../../items/recordData';
import { toText } from '../../../../values';
import type { Row } from '../../client';
import { options } from '../../fields';
import { toRecord } from '../../items';
import type { CloudBillingOperation } from '../context';

/** Without it the editor would ask to choose one. */
const FOUND_BY_ITSELF = 'Empty: the only one of the WSDL';

const uploadOperation: INodeProperties = {
	displayName: 'Upload Operation',
	name: 'uploadOperation',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description:
		"The operation of your service that takes purchases. Its name is not publicly documented, so it comes from the WSDL; left empty, the WSDL's only such operation is used.",
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: FOUND_BY_ITSELF,
			typeOptions: { searchListMethod: 'cloudBillingSearchUploadOperations', searchable: true },
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: FOUND_BY_ITSELF },
	],
};

interface Job {
	operation: string;
	parameter: string;
	/** Already encoded. */
	purchase: unknown;
	key: string;
}

export const uploadPurchases: CloudBillingOperation = {
	option: {
		name: 'Upload',
		value: 'upload',
		description:
			'Upload purchases: usage, one-off or recurring charges. A known reference is changed if the source is newer.',
		action: 'Upload a purchase',
	},

	properties: [
		uploadOperation,
		...recordData(
			{ mode: 'add', resourceMapperMethod: 'cloudBillingPurchaseColumns' },
			'The fields of the purchase. Metadata goes into columns such as StringValues_Segment, or into StringValues as JSON: {"Segment": "Small business"}.',
			['uploadOperation.value'],
			{
				name: 'e.g. Quantity or StringValues_Segment',
				record: '{"PurchaseReference": "U-1", "CustomerCode": "101001", "Quantity": 2}',
			},
		),
		options(batchSize),
	],

	async execute({ ctx, parameters, client }) {
		const items = ctx.getInputData();
		return await runBatches<Job>(ctx, {
			noun: 'purchases',
			writes: true,
			prepare(item) {
				const columns = readColumns(parameters, items[item], item);
				const key = keyOf(columns);
				const chosen = parameters.locator('uploadOperation', item);
				const { operation, parameter } = client.uploadOperation(chosen);
				const record = toRecord(client.fromForm(operation, columns, parameter));
				const purchase = client.encode(operation, parameter, record);
				return { operation, parameter, purchase, key };
			},
			group: ({ operation }) => operation,
			identity: ({ key }) => key,
			batchSize: (item) => parameters.count('options.batchSize', item, DEFAULT_BATCH_SIZE),
			async send(jobs) {
				const [{ operation, parameter }] = jobs;
				const keys = jobs.map(({ key }) => key);
				const call = { [parameter]: jobs.map(({ purchase }) => purchase) };
				// The same reference twice is the same purchase once [DOC].
				const results = await client.bulk(operation, call, keys, 'repeatable');
				return results.map((result, index) =>
					result.json
						? { ...result, json: { PurchaseReference: keys[index], uploaded: true } }
						: result,
				);
			},
		});
	},
};

/** @throws InputError where the reference is missing: without it, an upload that is repeated doubles */
function keyOf(purchase: Row): string {
	const key = toText(purchase.PurchaseReference).trim();
	if (key !== '') return key;
	throw new InputError(
		'the purchase has no reference',
		'Each purchase needs one that is unique: CloudBilling knows it again by this.',
		'PurchaseReference',
	);
}
