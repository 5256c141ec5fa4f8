import type { Fault } from '../../sandbox/index.mjs';
import {
	BY_LOGIN,
	cloudStep,
	FreshCloud,
	newPurchases,
	rewriteAnswers,
} from '../support/cloudTest.mjs';
import { bothOutputsOf, errorOf, outputOf, runStep } from '../support/oneNode.mjs';
import { mappedAutomatically } from '../support/workflows.mjs';

const fresh = new FreshCloud();

const customers = cloudStep('customer', 'getAll', { limit: 2 });
const invoices = cloudStep('invoice', 'getAll', { limit: 2 });
const create = cloudStep(
	'invoice',
	'create',
	{ ...mappedAutomatically(), options: { batchSize: 2 } },
	{
		records: Array.from({ length: 6 }, (_, index) => ({
			CustomerCode: '101001',
			InvoiceReference: `AH-${index}`,
			BillingPeriodStart: '2026-01-01T00:00:00Z',
			BillingPeriodEnd: '2026-01-31T23:59:59Z',
		})),
	},
);
const remove = (...references: string[]) =>
	cloudStep(
		'purchase',
		'delete',
		{ purchaseReference: '={{ $json.ref }}', reason: 'wrong' },
		{ records: references.map((ref) => ({ ref })) },
	);
const insert = (...references: string[]) =>
	fresh.cloud.insert(
		'purchase',
		references.map((PurchaseReference) => ({ PurchaseReference })),
	);

const ANSWERS: Array<[string, Fault, RegExp]> = [
	[
		'that is a web page',
		{ type: 'html' },
		/web page \(HTML\) where XML was expected\. Check the URL/,
	],
	['that is empty', { type: 'empty' }, /empty where XML was expected/],
	['that is no XML', { type: 'garbage' }, /not well-formed|not SOAP|ends too early/],
	['cut in the middle', { type: 'truncate', how: 'short' }, /ends too early.*may have been cut/],
	['with a DOCTYPE', { type: 'doctype' }, /has a DOCTYPE, which is refused/],
	['with an entity bomb', { type: 'entityBomb' }, /has a DOCTYPE, which is refused/],
	['of 10,000 levels', { type: 'deepNesting' }, /nested more than 200 levels deep/],
	['in another encoding than it says', { type: 'wrongEncoding' }, /not valid utf-8 text/i],
];

describe('an answer', () => {
	test.each(ANSWERS)('%s to a read is told, after one call', async (_, fault, reason) => {
		fresh.cloud.faults.add({ match: { kind: 'CustomersGetAll' }, do: fault, times: 'always' });
		const { error, durationMs } = await runStep(fresh.test, customers);
		expect(error?.message).toMatch(reason);
		expect(durationMs).toBeLessThan(3000);
		expect(fresh.calls()).toEqual({ CustomersGetAll: 1 });
	});

	test.each(ANSWERS)(
		'%s to a write stops the run, which says what was written, what may be and what was not sent',
		async (_, fault, reason) => {
			fresh.cloud.faults.add({ match: { kind: 'UploadInvoices2', nth: 2 }, do: fault });
			const text = await errorOf(fresh.test, create);
			expect(text).toMatch(reason);
			expect(text).toContain('Committed: item 0 (Id AH-0), item 1 (Id AH-1).');
			expect(text).toContain('May have been committed, look before you send them again: item 2–3.');
			expect(text).toContain('Not sent: item 4–5.');
			expect(fresh.calls()).toEqual({ UploadInvoices2: 2 });
		},
	);

	test.each(ANSWERS)(
		'%s to a write fails its records alone where the node goes on, and says that they may be written',
		async (_, fault) => {
			fresh.cloud.faults.add({ match: { kind: 'UploadInvoices2', nth: 2 }, do: fault });
			const { good, failed } = await bothOutputsOf(fresh.test, create);
			expect(good).toHaveLength(4);
			expect(failed).toMatchObject([
				{ InvoiceReference: 'AH-2', details: { mayHaveHappened: true } },
				{ InvoiceReference: 'AH-3', details: { mayHaveHappened: true } },
			]);
		},
	);

	test('in UTF-16 with its byte order mark is read', async () => {
		fresh.cloud.faults.add({ do: { type: 'wrongEncoding', how: 'utf16' }, times: 'always' });
		fresh.change({ advanced: true, contractName: 'IPublicApi' });
		expect(await outputOf(fresh.test, customers)).toHaveLength(2);
	});

	test('whose connection breaks half way is asked for again, where that does no harm', async () => {
		const fault = { type: 'truncate', how: 'closed' } as const;
		fresh.cloud.faults.add({ match: { kind: 'CustomersGetAll' }, do: fault });
		expect(await outputOf(fresh.test, customers)).toHaveLength(2);
		expect(fresh.calls()).toEqual({ CustomersGetAll: 2 });
	});

	test('that calls itself plain text, and is XML, is read', async () => {
		fresh.cloud.faults.add({
			match: { kind: 'CustomersGetAll' },
			do: { type: 'badContentType' },
		});
		expect(await outputOf(fresh.test, customers)).toHaveLength(2);
	});

	test('with an enum value that nobody knows passes it on', async () => {
		fresh.cloud.faults.add({ match: { kind: 'GetInvoiceHeaders' }, do: { type: 'unknownEnum' } });
		expect(await outputOf(fresh.test, invoices)).toMatchObject([
			{ InvoiceStatus: 'FromTheFuture' },
			{ InvoiceStatus: 'FromTheFuture' },
		]);
	});

	test('with members that nobody knows passes them on', async () => {
		fresh.cloud.faults.add({ match: { kind: 'GetInvoiceHeaders' }, do: { type: 'extraMembers' } });
		const found = await outputOf(fresh.test, invoices);
		expect(found).toMatchObject([{ FutureMember: 'new' }, { FutureMember: 'new' }]);
	});

	test('with a result code that nobody knows is a failure', async () => {
		fresh.cloud.faults.add({
			match: { kind: 'GetPurchaseImportStats' },
			do: { type: 'unknownEnum' },
		});
		const step = cloudStep('purchase', 'getImportStatistics', {
			importedFrom: '2026-01-01T00:00:00Z',
			importedTo: '2026-01-02T00:00:00Z',
		});
		expect(await errorOf(fresh.test, step)).toContain('CloudBilling answered with FromTheFuture');
	});
});

describe('a Fault', () => {
	test.each([200, 500])('with status %i is told in the words of the vendor', async (status) => {
		const text = 'The cluster is being moved.';
		fresh.cloud.faults.add({
			match: { kind: 'CustomersGetAll' },
			do: { type: 'soapFault', status, code: 'Moving', text },
		});
		const { failed } = await bothOutputsOf(fresh.test, customers);
		expect(failed).toMatchObject([{ error: text, details: { code: 'Moving' } }]);
		expect(fresh.calls()).toEqual({ CustomersGetAll: 1 });
	});

	test('to a write may have come after the work', async () => {
		fresh.cloud.faults.add({
			match: { kind: 'UploadInvoices2' },
			do: { type: 'soapFault', afterWork: true },
		});
		expect(await errorOf(fresh.test, create)).toContain(
			'May have been committed, look before you send them again: item 0–1. Not sent: item 2–5.',
		);
	});

	test.each(['DeserializationFailed', 'ActionNotSupported'])(
		'%s came before the work',
		async (code) => {
			fresh.cloud.faults.add({
				match: { kind: 'UploadInvoices2' },
				do: { type: 'soapFault', status: 500, code, text: 'No.' },
			});
			expect(await errorOf(fresh.test, create)).toContain(
				'Committed: none. Failed: item 0–1. Not sent: item 2–5.',
			);
		},
	);
});

describe('a write of one record', () => {
	const ONE: Array<[string, Fault]> = [
		['a Fault', { type: 'soapFault', afterWork: true }],
		['a web page', { type: 'html', afterWork: true }],
	];

	test.each(ONE)('that is answered by %s may have happened all the same', async (_, fault) => {
		fresh.cloud.faults.add({ match: { kind: 'AddProductCluster' }, do: fault });
		const step = cloudStep('product', 'create', { tagName: 'Fibre' });
		expect(await errorOf(fresh.test, step)).toContain('This may have happened all the same');
		expect(fresh.calls()).toEqual({ AddProductCluster: 1 });
	});
});

describe('a bulk result', () => {
	test('that names a record neither done nor failed says so of that record', async () => {
		insert('D-1', 'D-2', 'D-3');
		fresh.cloud.faults.add({ match: { kind: 'DeletePurchases' }, do: { type: 'dropResult' } });
		const { good, failed } = await bothOutputsOf(fresh.test, remove('D-1', 'D-2', 'D-3'));
		expect(good).toHaveLength(2);
		expect(failed).toMatchObject([{ ref: 'D-3' }]);
	});

	test('with an error that names none of the records is not taken for a success', async () => {
		insert('D-1');
		rewriteAnswers(fresh.cloud, 'DeletePurchases', (body) =>
			body.replace(/(PurchaseReference)>nothing</g, '$1>another<').replace(/'nothing'/g, 'it'),
		);
		const { good } = await bothOutputsOf(fresh.test, remove('D-1', 'nothing'));
		expect(good.map(({ PurchaseReference }) => PurchaseReference)).not.toContain('nothing');
	});

	/** Puts members beside `Result`. */
	const beside = (kind: string, xml: string): void =>
		rewriteAnswers(fresh.cloud, kind, (body) => body.replace(/<(\w+:)?ResultCode /, `${xml}$&`));

	test('with errors beside a Result of true fails the records that they name', async () => {
		const error = '<Error>Late</Error><PurchaseReference>T-00002</PurchaseReference>';
		beside('UploadPurchases', `<Errors><BulkError>${error}</BulkError></Errors>`);
		const step = cloudStep('purchase', 'upload', mappedAutomatically(), {
			records: newPurchases(3),
		});
		const { good, failed } = await bothOutputsOf(fresh.test, step);
		expect(good).toHaveLength(2);
		expect(failed).toMatchObject([{ PurchaseReference: 'T-00002', error: 'Late' }]);
	});

	test('of false tells what else the answer says', async () => {
		fresh.cloud.set({ failedUpload: 'falseWithSuccess' });
		rewriteAnswers(fresh.cloud, 'AddProductCluster', (body) =>
			body.replace(/<(\w+:)ResultMessage .*<\/\1ResultMessage>/, '<Detail>Closed</Detail>'),
		);
		const step = cloudStep('product', 'create', { tagName: 'Cloud' });
		const text = await errorOf(fresh.test, step);
		expect(text).toContain('AddProductCluster answered false: it was not done');
		expect(text).toContain('Its reply: {"Detail":"Closed"}');
	});

	test('with a record twice is read once', async () => {
		insert('D-1', 'D-2');
		fresh.cloud.faults.add({ match: { kind: 'DeletePurchases' }, do: { type: 'extraResult' } });
		expect(await outputOf(fresh.test, remove('D-1', 'D-2'))).toHaveLength(2);
	});

	test('a status of the server is told, and which records may be done', async () => {
		const upload = cloudStep(
			'purchase',
			'upload',
			{ ...mappedAutomatically(), options: { batchSize: 2, retries: 0 } },
			{ records: newPurchases(4) },
		);
		fresh.cloud.faults.add({
			match: { kind: 'UploadPurchases', nth: 2 },
			do: { type: 'status', code: 500, afterWork: true },
		});
		const text = await errorOf(fresh.test, upload);
		expect(text).toContain('CloudBilling answered with status 500');
		expect(text).toContain('May have been committed, look before you send them again: item 2–3.');
	});
});

describe('a status 503', () => {
	const told = async (headers: Record<string, string>) => {
		const fault = { type: 'status', code: 503, headers, afterWork: true } as const;
		const { parameters } = create;
		fresh.cloud.faults.add({ match: { kind: 'UploadInvoices2' }, do: fault, times: 'always' });
		const options = { batchSize: 2, retries: 0 };
		return await errorOf(fresh.test, { ...create, parameters: { ...parameters, options } });
	};

	test('to a write says nothing of the work, so it may have been done', async () => {
		expect(await told({})).toContain('May have been committed, look before you send them again');
	});

	test('that asks to come back later was said before the work', async () => {
		expect(await told({ 'retry-after': '0' })).toContain('Committed: none. Failed: item 0–1.');
	});
});

describe('a login that fails', () => {
	test.each([
		['is refused', { type: 'soapFault', code: 'Client', text: 'no such user' }],
		['has no answer', { type: 'resetAfter' }],
		['is answered with a page', { type: 'html' }],
	] as const)('and %s leaves no doubt about the records: none was sent', async (_, fault) => {
		fresh.cloud.faults.add({ match: { kind: 'Login' }, do: fault });
		const text = await errorOf(fresh.test, { ...create, node: BY_LOGIN });
		expect(text).toContain('Committed: none. Failed: item 0–1. Not sent: item 2–5.');
	});
});

test('a token that is refused again leaves no doubt about the records: none was taken', async () => {
	const expire = { type: 'expireSession' } as const;
	fresh.cloud.faults.add({ match: { kind: 'UploadInvoices2' }, do: expire, times: 'always' });
	const text = await errorOf(fresh.test, { ...create, node: BY_LOGIN });
	expect(text).toContain('Committed: none. Failed: item 0–1. Not sent: item 2–5.');
});
