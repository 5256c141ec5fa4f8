import type { SwitchTable, SwitchValues } from '../switches.mjs';
import { CONTRACT_SWITCHES } from './contract/switches.mjs';

const ON_OFF = ['on', 'off'] as const;

/**
 * One switch per question that the public sources leave open. `row` names the row of section 8 (or the
 * section) of the vendor reference; every default is that row's chosen behaviour. Those that change what the
 * WSDL says are kept with the contract.
 */
export const CLOUD_BILLING_SWITCHES = {
	...CONTRACT_SWITCHES,
	metadata: {
		default: 'on',
		values: ON_OFF,
		row: '8.2',
		says: 'Whether the WSDL is published; if not, its address answers a help page as WCF does.',
	},
	singleWsdl: {
		default: 'on',
		values: ON_OFF,
		row: '8.2',
		says: 'Whether ?singleWsdl exists; WCF before .NET 4.5 answers its help page there.',
	},
	wsdlLayout: {
		default: 'imports',
		values: ['imports', 'oneNamespace'],
		row: '8.2',
		says: 'Whether ?wsdl imports the contract from ?wsdl=wsdl0, or imports schemas only.',
	},
	importHost: {
		default: 'requested',
		values: ['requested', 'internal'],
		row: '8.2',
		says: 'Which host the import locations name: the one that was asked, or an internal one.',
	},
	addressHost: {
		default: 'internal',
		values: ['internal', 'requested'],
		row: '8.2',
		says: 'Which host the advertised soap:address names.',
	},
	wsdlTrap: {
		default: 'none',
		values: ['none', 'circle', 'otherHost', 'file', 'endless'],
		row: '8.2',
		says: 'A bad import in ?wsdl: in a circle, from another host, from a file, or without an end.',
	},
	refusedToken: {
		default: 'resultCode',
		values: ['resultCode', 'fault'],
		row: '8.7',
		says: 'What a call without a token, or with an unknown one, answers.',
	},
	expiredToken: {
		default: 'resultCode',
		values: ['resultCode', 'fault'],
		row: '8.7',
		says: 'What a call with an expired token of a Login answers.',
	},
	failureCode: {
		default: 'Error',
		values: ['Error', 'other'],
		row: '8.6',
		says: 'The ResultCode of a failure: Error, or a value that no page names.',
	},
	successMessage: {
		default: 'nil',
		values: ['nil', 'empty'],
		row: '3.2',
		says: 'How the ResultMessage of a success looks.',
	},
	emptyList: {
		default: 'element',
		values: ['element', 'nil'],
		row: '5.1',
		says: 'How a list without items looks: an empty element or i:nil.',
	},
	dates: {
		default: 'utc',
		values: ['utc', 'noZone', 'offset'],
		row: '5.1',
		says: 'How dates are sent: with Z, without a zone, or with fraction and offset.',
	},
	approvalDate: {
		default: 'time',
		values: ['time', 'dateOnly'],
		row: '5.1',
		says: 'Whether the ApprovalDate of an invoice has a time of day, or is always midnight.',
	},
	outOfOrder: {
		default: 'dropped',
		values: ['dropped', 'refused'],
		row: '3.1',
		says: 'Whether members out of order or unknown are dropped silently as in WCF, or refused to find them.',
	},
	faultNamespace: {
		default: 'dispatcher',
		values: ['dispatcher', 'addressing'],
		row: '4.1',
		says: 'The namespace of the fault code ActionNotSupported.',
	},
	customerNotFound: {
		default: 'error',
		values: ['error', 'nil'],
		row: '3.3',
		says: 'What CustomerGetByCode answers to an unknown code.',
	},
	customersPerPage: {
		default: 1000,
		row: '8.9',
		says: 'The most customers that CustomersGetAll answers at once.',
	},
	unmappedPerPage: {
		default: 100,
		row: '8.14',
		says: 'How many purchases a page of GetUnmappedPurchases (and of a paged GetPurchases) holds.',
	},
	failedUpload: {
		default: 'falseWithError',
		values: ['falseWithError', 'falseWithSuccess'],
		row: '4.1',
		says: 'The ResultCode beside the false of a Boolean result.',
	},
	partlyBadUpload: {
		default: 'nothing',
		values: ['nothing', 'goodOnes'],
		row: '8.8',
		says: 'What an upload with a Boolean result writes when one of its records is bad.',
	},
	outdatedPurchase: {
		default: 'ignored',
		values: ['ignored', 'error'],
		row: '7.2',
		says: 'Whether an upload with a SourceUpdateDate that is not greater is ignored or an error.',
	},
	recalculationReads: {
		default: 0,
		row: '7.2',
		says: 'After how many reads of its header a changed invoice is calculated; until then PENDING.',
	},
	loginTokenHeader: {
		default: 'ApiToken',
		values: ['ApiToken', 'old'],
		row: '8.13',
		says: 'Which header carries the token of a Login: ApiToken, or an older element.',
	},
	tokenLifetimeMs: {
		default: 1_200_000,
		row: '8.13',
		says: 'How long the token of a Login lives; 0 is for ever.',
	},
	lockoutMs: {
		default: 900_000,
		row: '8.13',
		says: 'How long the third refused Login locks the user.',
	},
	loginPrivilege: {
		default: 'enough',
		values: ['enough', 'insufficient'],
		row: '2.2',
		says: 'Whether the user of the Login may use the API.',
	},
	extraction: {
		default: 'licensed',
		values: ['licensed', 'unlicensed'],
		row: '7.1',
		says: 'Whether the licence of the customer covers calls that extract data.',
	},
	rateLimit: {
		default: 0,
		row: '8.16',
		says: 'Calls per second before they are throttled; 0 is no limit.',
	},
	throttleForm: {
		default: '429',
		values: ['429', '503', 'fault'],
		row: '8.16',
		says: 'How a throttled call is answered.',
	},
	retryAfterSeconds: {
		default: 0,
		row: '8.16',
		says: 'The Retry-After header of a 429 or 503; 0 is none.',
	},
	maxRequestBytes: {
		default: 0,
		row: '8.16',
		says: 'The size of the largest request, above it the answer is 413; 0 is no limit.',
	},
	maxListItems: {
		default: 0,
		row: '7.1',
		says: 'The most items in one list parameter; 0 is no limit.',
	},
	documentBytes: {
		default: 0,
		row: '7.1',
		says: 'The least size of every document, for trying large ones.',
	},
} as const satisfies SwitchTable;

export type CloudBillingSwitches = SwitchValues<typeof CLOUD_BILLING_SWITCHES>;
export type ReadSwitches = () => Readonly<CloudBillingSwitches>;
