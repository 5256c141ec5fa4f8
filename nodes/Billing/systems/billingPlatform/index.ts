import { defineSystem } from '../system';
import { connectInRun, connectPoll, OAUTH2, PASSWORD } from './connection';
import { recordCreated, recordCreatedOrUpdated, recordUpdated } from './events/recordEvents';
import { columnsForCreate, columnsForUpdate, columnsForUpsert } from './methods/columns';
import { getFields, searchEntities, searchFields } from './methods/lists';
import { request } from './operations/api/request.operation';
import { createBulkExtract } from './operations/bulkExtract/create.operation';
import { getBulkExtract } from './operations/bulkExtract/get.operation';
import { upload } from './operations/file/upload.operation';
import { executeQuery } from './operations/query/execute.operation';
import { create } from './operations/record/create.operation';
import { deleteRecords } from './operations/record/delete.operation';
import { get } from './operations/record/get.operation';
import { getAll } from './operations/record/getAll.operation';
import { restore } from './operations/record/restore.operation';
import { update } from './operations/record/update.operation';
import { upsert } from './operations/record/upsert.operation';

/** BillingPlatform: REST 2.0 with a session per workflow run. */
export const billingPlatform = defineSystem({
	option: {
		name: 'BillingPlatform',
		value: 'billingPlatform',
		description: 'Records of any entity, SQL queries, files and bulk extracts over REST',
	},

	credentials: [
		{
			name: 'billingPlatformApi',
			required: true,
			displayOptions: { show: { authentication: [PASSWORD] } },
		},
		{
			name: 'billingPlatformOAuth2Api',
			required: true,
			displayOptions: { show: { authentication: [OAUTH2] } },
		},
	],

	authentication: {
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		default: PASSWORD,
		options: [
			{ name: 'User and Password', value: PASSWORD },
			{ name: 'OAuth2 Client Credentials', value: OAUTH2 },
		],
	},

	resources: [
		{
			option: { name: 'Record', value: 'record' },
			operations: [create, upsert, deleteRecords, get, getAll, restore, update],
		},
		{ option: { name: 'Query', value: 'query' }, operations: [executeQuery] },
		{ option: { name: 'File', value: 'file' }, operations: [upload] },
		{
			option: { name: 'Bulk Extract', value: 'bulkExtract' },
			operations: [createBulkExtract, getBulkExtract],
		},
		{ option: { name: 'API', value: 'api' }, operations: [request] },
	],

	events: [recordCreatedOrUpdated, recordCreated, recordUpdated],

	methods: {
		listSearch: {
			billingPlatformSearchEntities: searchEntities,
			billingPlatformSearchFields: searchFields,
		},
		loadOptions: { billingPlatformGetFields: getFields },
		resourceMapping: {
			billingPlatformColumnsForCreate: columnsForCreate,
			billingPlatformColumnsForUpdate: columnsForUpdate,
			billingPlatformColumnsForUpsert: columnsForUpsert,
		},
	},

	connect: connectInRun,
	connectPoll,
});
