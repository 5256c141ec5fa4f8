import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { Client } from '../sandbox/client.mjs';
import {
	apiRequest,
	byId,
	ids,
	newAccounts,
	query,
	recordStep,
	type Step,
} from '../engine/support/oneNode.mjs';
import { watchRecords } from '../engine/support/triggers.mjs';
import { entity, filteredBy, mappedAutomatically } from '../engine/support/workflows.mjs';
import type { Poll, Read, Subject, Write } from './model.mjs';
import type { World } from './world.mjs';

const system = 'billingPlatform';
const COUNT = 6;
const BATCH = 2;
const existing = ids(...Array.from({ length: COUNT }, (_, index) => index + 2));
const renamed = existing.map(({ Id }) => ({ Id, Name: `Renamed ${String(Id)}` }));
/** Without a key the vendor has nothing to know a second one by. */
const keyless = newAccounts(COUNT).map(({ C_CrmId: _, ...account }) => account);
const three = existing.slice(0, 3);

const rowsWith = ({ billingPlatform }: World, name: string, value: unknown, of = 'ACCOUNT') =>
	billingPlatform.rows(of).filter((row) => row[name] === value).length;

const byName: Write['done'] = (world, { Name }) => rowsWith(world, 'Name', Name);
const idOf: Read['key'] = ({ Id }) => String(Id);
const everyAccount: Read['expected'] = ({ billingPlatform }) =>
	billingPlatform.rows('ACCOUNT').map(({ Id }) => String(Id));

function write(
	operation: string,
	records: IDataObject[],
	parameters: INodeParameters,
	done = byName,
): Write {
	const options = { batchSize: BATCH };
	const step = recordStep(operation, 'ACCOUNT', {
		parameters: { ...parameters, options },
		records,
	});
	return { does: 'write', step: () => step, done };
}

function read(step: Step, expected: Read['expected'] = everyAccount): Read {
	return { does: 'read', step: () => step, expected, key: idOf };
}

function poll(
	event: Parameters<typeof watchRecords>[0],
	change: (world: World) => string[],
	more: INodeParameters = {},
): Poll {
	return {
		does: 'poll',
		parameters: () => watchRecords(event, 'ACCOUNT', more),
		change,
		key: idOf,
	};
}

/** With timestamps of their own, later than all others. */
function insertAccounts({ billingPlatform }: World): string[] {
	const at = (second: number) => `2040-01-01T00:00:0${second}.000Z`;
	const rows = [4, 5, 6].map((number) => {
		return { Name: `New ${number}`, AccountTypeId: 2, Created: at(number), Updated: at(number) };
	});
	return billingPlatform.insert('ACCOUNT', rows);
}

function changeAccounts({ billingPlatform }: World): string[] {
	const rows = three.map(({ Id }, index) => ({
		Id,
		Updated: `2040-01-01T00:00:0${index}.000Z`,
	}));
	billingPlatform.update('ACCOUNT', rows);
	return three.map(idOf);
}

/** As somebody else at the vendor. */
async function asColleague(world: World, work: (client: Client) => Promise<unknown>) {
	const client = new Client(world.billingPlatform);
	await client.login();
	await work(client);
	await client.send('POST', '/rest/2.0/logout');
}

const file = { mimeType: 'text/plain', fileName: 'a.txt', data: 'YQ==' };
const NOTES = 'C_SUBSCRIPTION_NOTE';
const upload: Step = {
	resource: 'file',
	operation: 'upload',
	parameters: { ...entity(NOTES), recordId: '={{ $json.Id }}', fieldName: 'C_Attachment' },
	records: ids(1, 2, 3),
	run: { input: ids(1, 2, 3).map((json) => ({ json, binary: { data: file } })) },
};
const extract = (name: string): IDataObject => ({ RequestName: name });
const extracts = ['First', 'Second', 'Third'].map(extract);
const createExtract: Step = {
	resource: 'bulkExtract',
	operation: 'create',
	parameters: {
		requestName: '={{ $json.RequestName }}',
		requestBody: 'SELECT Id FROM ACCOUNT',
		options: { batchSize: 1 },
	},
	records: extracts,
};

/** A poll that was told less catches up with the next one, and what it is told twice it tells once. */
const POLLED: Subject['twisted'] = { fewer: 'done', more: 'done', sameIds: 'done' };

type Entry = Omit<Subject, 'system'>;

const ENTRIES: readonly Entry[] = [
	{
		name: 'Record: Create',
		safety: 'once',
		kind: 'create',
		batch: BATCH,
		work: write('create', keyless, mappedAutomatically()),
	},
	{
		name: 'Record: Create (OAuth2)',
		safety: 'once',
		kind: 'create',
		batch: BATCH,
		work: write('create', keyless, { ...mappedAutomatically(), authentication: 'oAuth2' }),
	},
	{
		name: 'Record: Create or Update',
		safety: 'repeatable',
		kind: 'upsert',
		batch: BATCH,
		work: write('upsert', newAccounts(COUNT), mappedAutomatically('C_CrmId')),
	},
	{
		name: 'Record: Update',
		safety: 'repeatable',
		kind: 'update',
		batch: BATCH,
		work: write('update', renamed, mappedAutomatically()),
	},
	{
		name: 'Record: Delete',
		safety: 'once',
		kind: 'delete',
		batch: BATCH,
		work: write('delete', existing, byId, (world, { Id }) => 1 - rowsWith(world, 'Id', Id)),
	},
	{
		name: 'Record: Restore',
		safety: 'once',
		kind: 'undelete',
		batch: BATCH,
		setUp: async (world) =>
			await asColleague(world, async (client) => await client.remove('ACCOUNT', existing)),
		work: write('restore', existing, byId, (world, { Id }) => rowsWith(world, 'Id', Id)),
	},
	{
		name: 'Record: Get',
		twisted: { fewer: 'refused', more: 'done', sameIds: 'refused' },
		safety: 'read',
		kind: 'retrieve',
		work: read(
			recordStep('get', 'ACCOUNT', {
				parameters: { ...byId, options: { batchSize: BATCH } },
				records: existing,
			}),
			() => existing.map(idOf),
		),
	},
	{
		name: 'Record: Get Many',
		twisted: { fewer: 'done', more: 'done', sameIds: 'done' },
		safety: 'read',
		kind: 'retrieve',
		work: read(
			recordStep('getAll', 'ACCOUNT', {
				parameters: { returnAll: true, options: { pageSize: 15 } },
			}),
		),
	},
	{
		name: 'Record: Get Many (fields)',
		twisted: { more: 'refused', sameIds: 'refused' },
		safety: 'read',
		kind: 'query',
		work: read(
			recordStep('getAll', 'ACCOUNT', {
				parameters: { returnAll: true, fields: ['Id', 'Name'], options: { pageSize: 15 } },
			}),
		),
	},
	{
		name: 'Record: Get Many (sorted)',
		twisted: { more: 'done', sameIds: 'done' },
		safety: 'read',
		kind: 'query',
		work: read(
			recordStep('getAll', 'ACCOUNT', {
				parameters: {
					returnAll: true,
					fields: ['Id', 'Created'],
					sort: {
						rules: [{ field: { __rl: true, mode: 'name', value: 'Created' }, direction: 'ASC' }],
					},
					options: { pageSize: 15 },
				},
			}),
			({ billingPlatform }) =>
				billingPlatform
					.rows('ACCOUNT')
					.sort((a, b) =>
						String(a.Created) < String(b.Created) ? -1 : a.Created === b.Created ? 0 : 1,
					)
					.map(({ Id }) => String(Id)),
		),
	},
	{
		name: 'Query: Execute SQL',
		// The order is the user's own, so its pages go by OFFSET.
		twisted: { moving: 'asGiven' },
		safety: 'read',
		kind: 'query',
		work: read(query('SELECT Id FROM ACCOUNT ORDER BY Id', { options: { pageSize: 15 } })),
	},
	{
		name: 'File: Upload',
		safety: 'once',
		kind: 'files',
		takes: 'anyShape',
		work: {
			does: 'write',
			step: () => upload,
			done: (world, { Id }) =>
				world.answeredOf('files').filter(({ call, reply }) => {
					return reply.status === 200 && call.path.includes(`/${NOTES}/${String(Id)}/`);
				}).length,
		},
	},
	{
		name: 'Bulk Extract: Create',
		twisted: { sameIds: 'done' },
		safety: 'once',
		kind: 'bulkExtract',
		batch: 1,
		work: {
			does: 'write',
			step: () => createExtract,
			done: (world, { RequestName }) =>
				rowsWith(world, 'RequestName', RequestName, 'BULK_API_REQUEST'),
		},
	},
	{
		name: 'Bulk Extract: Get',
		twisted: { fewer: 'refused', sameIds: 'done' },
		safety: 'read',
		kind: 'retrieve',
		setUp: async (world) =>
			await asColleague(world, async (client) => {
				const body = { RequestMethod: 'QUERY', RequestBody: 'SELECT Id FROM ACCOUNT' };
				const requests = extracts.map((each) => ({ ...each, ...body }));
				await client.create('BULK_API_REQUEST', requests);
			}),
		work: read(
			{
				resource: 'bulkExtract',
				operation: 'get',
				parameters: { recordId: '={{ $json.Id }}' },
				records: ids(1, 2, 3),
			},
			() => ['1', '2', '3'],
		),
	},
	{
		name: 'API: Request (GET)',
		takes: 'anyAnswer',
		safety: 'read',
		kind: 'retrieve',
		work: {
			...read({ ...apiRequest('GET', '=ACCOUNT/{{ $json.Id }}'), records: three }, () =>
				three.map(idOf),
			),
			key: ({ retrieveResponse }) => idOf((retrieveResponse as IDataObject[])[0]),
		},
	},
	{
		name: 'API: Request (POST)',
		takes: 'anyAnswer',
		safety: 'once',
		kind: 'create',
		work: {
			does: 'write',
			step: () => ({
				resource: 'api',
				operation: 'request',
				parameters: {
					method: 'POST',
					path: 'ACCOUNT',
					body: '={{ JSON.stringify({ brmObjects: [$json] }) }}',
				},
				records: keyless.slice(0, 3),
			}),
			done: byName,
		},
	},
	{
		name: 'Trigger: Record Created',
		twisted: POLLED,
		safety: 'poll',
		kind: 'query',
		work: poll('recordCreated', insertAccounts),
	},
	{
		name: 'Trigger: Record Updated',
		twisted: POLLED,
		safety: 'poll',
		kind: 'query',
		work: poll('recordUpdated', changeAccounts),
	},
	{
		name: 'Trigger: Record Created or Updated',
		twisted: POLLED,
		safety: 'poll',
		kind: 'query',
		work: poll(
			'recordCreatedOrUpdated',
			(world) => [...changeAccounts(world), ...insertAccounts(world)],
			filteredBy('Id', 'greater', '0'),
		),
	},
];

export const BILLING_PLATFORM: readonly Subject[] = ENTRIES.map((entry) => ({ ...entry, system }));
