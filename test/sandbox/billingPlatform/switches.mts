import type { SwitchTable, SwitchValues } from '../switches.mjs';

const ON_OFF = ['on', 'off'] as const;

/**
 * One switch per question that the public sources leave open. `row` names the row of section 8 (or the
 * section) of the vendor reference; every default is that row's chosen behaviour.
 */
export const BILLING_PLATFORM_SWITCHES = {
	retrieveShape: {
		default: 'array',
		values: ['array', 'object'],
		row: '8.1',
		says: 'Whether a retrieve by Id answers an array of one or a bare object.',
	},
	noRows: {
		default: '404',
		values: ['404', 'emptyArray'],
		row: '8.2',
		says: 'What a query or filtered retrieve that matches nothing answers.',
	},
	missingSession: {
		default: 'status401',
		values: ['status401', 'errors500'],
		row: '8.3',
		says: 'What a call without any session or token answers.',
	},
	expiredSessionForm: {
		default: 'errors500',
		values: ['errors500', 'unauthorized401'],
		row: '8.3',
		says: 'What a call with an unknown, expired or logged out session answers.',
	},
	errorForm: {
		default: 'errorMessage',
		values: ['errorMessage', 'errors'],
		row: '8.4',
		says: 'The body of every other HTTP error: {error, message} or {errors: [..]}.',
	},
	refusedLogin: {
		default: 'okWithErrorCode',
		values: ['okWithErrorCode', 'status401'],
		row: '8.5',
		says: 'What a login with a wrong user name or password answers.',
	},
	recordFailure: {
		default: 'ok',
		values: ['ok', 'status400'],
		row: '8.6',
		says: 'The HTTP status of a write in which at least one record failed; the rest is written either way.',
	},
	writeResults: {
		default: 'errorCode',
		values: ['errorCode', 'success'],
		row: '8.7',
		says: 'Whether a result carries ErrorCode, or a Boolean success without ErrorCode.',
	},
	successBlank: {
		default: 'empty',
		values: ['empty', 'space', 'array'],
		row: '3.2',
		says: 'How the blank texts of a successful result look: "", " " or [].',
	},
	deleteResponseKey: {
		default: 'deleteResponse',
		values: ['deleteResponse', 'retrieveResponse', 'updateResponse'],
		row: '8.8',
		says: 'The key that holds the results of a delete.',
	},
	undelete: {
		default: 'on',
		values: ON_OFF,
		row: '8.9',
		says: 'Whether DELETE /undelete/ENTITY exists.',
	},
	oauthForm: {
		default: 'both',
		values: ['both', 'basicOnly', 'queryOnly'],
		row: '8.11',
		says: 'Where the client id and secret of a token request are accepted.',
	},
	refreshToken: {
		default: 'on',
		values: ON_OFF,
		row: '8.12',
		says: 'Whether a token answer also holds a refresh token.',
	},
	tokenLifetimeMs: {
		default: 3_600_000,
		row: '2.5',
		says: 'How long an OAuth token lives; expires_in tells it in seconds.',
	},
	sessionLifetimeMs: {
		default: 1_800_000,
		row: '8.13',
		says: 'How long a session lives, counted from its login; 0 is for ever.',
	},
	logoutHeader: {
		default: 'either',
		values: ['either', 'sessionid', 'authorization'],
		row: '2.3',
		says: 'Which header a logout must carry: sessionid, or Authorization: Session <id>.',
	},
	joins: {
		default: 'on',
		values: ON_OFF,
		row: '8.14',
		says: 'Whether SQL may name more than one entity in FROM.',
	},
	timestampLiterals: {
		default: 'iso',
		values: ['iso', 'dateOnly', 'functionOnly'],
		row: '8.15',
		says: 'How a timestamp may be written in SQL: ISO text, only a date, or only TO_DATE/TO_TIMESTAMP.',
	},
	stampPrecision: {
		default: 'milliseconds',
		values: ['milliseconds', 'seconds'],
		row: '5.3',
		says: 'How finely Created and Updated are kept.',
	},
	stampZoneMinutes: {
		default: 0,
		mayBeNegative: true,
		row: '5.3',
		says: "How far times are shifted on their way out: the user's time zone, though written with Z.",
	},
	updatedOnCreate: {
		default: 'set',
		values: ['set', 'blank'],
		row: '6.2',
		says: 'Whether a new record has Updated before its first change.',
	},
	offsetFetch: {
		default: 'on',
		values: ON_OFF,
		row: '8.16',
		says: 'Whether OFFSET .. FETCH NEXT is understood.',
	},
	queryRownum: {
		default: 'window',
		values: ['window', 'oracle'],
		row: '8.16',
		says: 'Whether a ROWNUM window after row 1 works in a query as in a retrieve, or matches nothing.',
	},
	rowsPerPage: {
		default: 10_000,
		row: '8.16',
		says: 'The most rows that one query or retrieve answers.',
	},
	rowOrder: {
		default: 'byId',
		values: ['byId', 'shuffled'],
		row: '5.2',
		says: 'The order of rows where the request asks for none.',
	},
	maxRecordsPerWrite: {
		default: 0,
		row: '8.18',
		says: 'The most records in one write, above it the call is refused; 0 is no limit.',
	},
	upsertById: {
		default: 'off',
		values: ON_OFF,
		row: '3.4',
		says: 'Whether externalIDFieldName may be Id.',
	},
	bulkBatchField: {
		default: 'both',
		values: ['both', 'RecordsPerBatch', 'RequestsPerBatch'],
		row: '8.19',
		says: 'Which spelling of the batch size a bulk extract request knows.',
	},
	bulkReadsUntilDone: {
		default: 3,
		row: '3.11',
		says: 'After how many reads a bulk request or upload is COMPLETED; 0 is never.',
	},
	fileDownload: {
		default: 'off',
		values: ON_OFF,
		row: '8.20',
		says: 'Whether GET on the files path answers the uploaded file (inferred, never seen).',
	},
	metadataReadable: {
		default: 'on',
		values: ['on', 'noRows', 'refused'],
		row: '8.22',
		says: 'Whether ENTITY and ENTITY_FIELD can be read, seem empty, or are refused.',
	},
	queryMethod: {
		default: 'both',
		values: ['both', 'getOnly', 'postOnly'],
		row: '8.23',
		says: 'Which HTTP method a query may use.',
	},
	blankFields: {
		default: 'omit',
		values: ['omit', 'null', 'empty'],
		row: '8.24',
		says: 'How a blank field of a row looks: left out, null or "".',
	},
	rest21: {
		default: 'on',
		values: ON_OFF,
		row: '8.25',
		says: 'Whether /rest/2.1/bulk_upload_history answers as /rest/2.0/ does.',
	},
	readAfterWriteLagMs: {
		default: 0,
		row: '7.3',
		says: 'How long a new record stays invisible to query and retrieve.',
	},
	rateLimit: {
		default: 0,
		row: '7.1',
		says: 'Calls per second before the answer is 429; 0 is no limit.',
	},
	retryAfterSeconds: {
		default: 0,
		row: '7.1',
		says: 'The Retry-After header of a 429; 0 is none.',
	},
} as const satisfies SwitchTable;

export type BillingPlatformSwitches = SwitchValues<typeof BILLING_PLATFORM_SWITCHES>;
