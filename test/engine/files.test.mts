import { randomBytes } from 'node:crypto';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import {
	apiRequest,
	bothOutputsOf,
	CONTINUE,
	errorOf,
	outputOf,
	runStep,
	type Step,
} from './support/oneNode.mjs';
import { Tap } from './support/tap.mjs';
import { billing, chain, entity, start } from './support/workflows.mjs';

let billingTest: BillingTest;
let tap: Tap;

beforeEach(async () => {
	billingTest = await BillingTest.create();
	tap = new Tap(billingTest.vendor);
	billingTest.vendor.set({ fileDownload: 'on' });
});
afterEach(async () => {
	expect(billingTest.books().openSessions).toBe(0);
	await billingTest.stop();
});

const NOTE = 'C_SUBSCRIPTION_NOTE';
const parameters: INodeParameters = {
	...entity(NOTE),
	recordId: '={{ $json.note }}',
	fieldName: 'C_Attachment',
};
const upload = (input: INodeExecutionData[], more: INodeParameters = {}): Step => ({
	resource: 'file',
	operation: 'upload',
	parameters: { ...parameters, ...more },
	run: { input },
});
const withFile = (
	note: number,
	content: Buffer,
	fileName: string | undefined = 'contract.pdf',
	property = 'data',
): INodeExecutionData => ({
	json: { note },
	binary: {
		[property]: { mimeType: 'application/pdf', fileName, data: content.toString('base64') },
	},
});

/** What lies at the vendor. */
async function fileOf(note: number): Promise<{ name: string; content: Buffer }> {
	const path = `files/${NOTE}/${note}/C_Attachment`;
	const [answer] = await outputOf(
		billingTest,
		apiRequest('GET', path, undefined, { splitIntoItems: true }),
	);
	return { name: String(answer.FileName), content: Buffer.from(String(answer.Data), 'base64') };
}

const attachments = () =>
	billingTest.vendor.rows(NOTE).flatMap(({ C_Attachment }) => C_Attachment ?? []);

describe('an upload', () => {
	test.each([
		['a text', Buffer.from('a,b\r\n1,2\r\n')],
		['a file of one byte', Buffer.from([0])],
		['any bytes', Buffer.from(Array.from({ length: 256 }, (_, n) => n))],
		['a megabyte', randomBytes(2 ** 20)],
	])('puts every byte there: %s', async (_, content) => {
		const [item] = await outputOf(billingTest, upload([withFile(1, content)]));
		expect(item).toMatchObject({
			Id: '1',
			field: 'C_Attachment',
			fileName: 'contract.pdf',
			fileSize: content.length,
			uploaded: true,
		});
		const file = await fileOf(1);
		expect(file.name).toBe('contract.pdf');
		expect(file.content.equals(content)).toBe(true);
	});

	test('takes what a node before it has stored, as a default n8n does', async () => {
		const content = randomBytes(5000);
		const make = { name: 'Make', type: 'harness.code' };
		const node = billing('Billing', 'file', 'upload', { ...parameters, recordId: '1' });
		const result = await billingTest.run(chain(start, make, node), [{}], {
			code: {
				Make: async (_, { helpers }) => {
					const data = await helpers.prepareBinaryData(content, 'photo.jpg');
					expect(data.id).toBeDefined();
					return [{ json: {}, binary: { data } }];
				},
			},
		});
		expect(result.items('Billing')).toMatchObject([{ fileName: 'photo.jpg', fileSize: 5000 }]);
		expect((await fileOf(1)).content.equals(content)).toBe(true);
	});

	test('names record, entity, field and file as the vendor documents it', async () => {
		await outputOf(billingTest, upload([withFile(1, Buffer.from('x'))]));
		expect(tap.callsOf('files')[0].path).toMatch(
			/\/rest\/2\.0\/files\/C_SUBSCRIPTION_NOTE\/1\/C_Attachment$/,
		);
		expect(tap.bodiesOf('files')).toEqual([
			{
				Id: '1',
				EntityName: NOTE,
				FileName: 'contract.pdf',
				FieldName: 'C_Attachment',
				Data: 'eA==',
			},
		]);
	});

	test('takes another file name from its option, or the name of the property for want of one', async () => {
		const options = { fileName: '={{ "note-" + $json.note + ".pdf" }}' };
		await outputOf(billingTest, upload([withFile(1, Buffer.from('x'))], { options }));
		expect((await fileOf(1)).name).toBe('note-1.pdf');
		const [unnamed] = await outputOf(
			billingTest,
			upload([{ json: { note: 2 }, binary: { data: { mimeType: 'text/plain', data: 'eA==' } } }]),
		);
		expect(unnamed).toMatchObject({ fileName: 'data' });
	});

	test('of several items is one call and one result each, paired with its item', async () => {
		const input = [1, 2, 3].map((n) => withFile(n, Buffer.from(`file ${n}`), `${n}.txt`));
		const result = await runStep(billingTest, upload(input));
		expect(result.outputOf('Billing').map(({ json, pairedItem }) => [json.Id, pairedItem])).toEqual(
			[1, 2, 3].map((n) => [String(n), { item: n - 1 }]),
		);
		expect(attachments()).toEqual(['1.txt', '2.txt', '3.txt']);
		expect((await fileOf(2)).content.toString()).toBe('file 2');
	});

	test('of a usage file moves its record on, as the vendor documents it', async () => {
		const [collector] = await outputOf(
			billingTest,
			apiRequest(
				'POST',
				'bulk_upload_history',
				{ brmObjects: [{ ActivityCollectorId: '848' }] },
				{ splitIntoItems: true },
			),
		);
		const field = { ...entity('BULK_UPLOAD_HISTORY'), fieldName: 'AllRecordsFile' };
		await outputOf(
			billingTest,
			upload([withFile(Number(collector.Id), Buffer.from('a,b'), 'usage.csv')], field),
		);
		expect(billingTest.vendor.rows('BULK_UPLOAD_HISTORY')).toMatchObject([
			{ Status: 'PROCESSING', AllRecordsFile: 'usage.csv' },
		]);
	});
});

describe('an upload that cannot be done', () => {
	const good = (n: number) => withFile(n, Buffer.from('x'));

	test('for want of a binary property fails its item alone, where the node goes on', async () => {
		const input = [
			good(1),
			{ json: { note: 2 } },
			withFile(3, Buffer.from('x'), 'a', 'other'),
			good(4),
		];
		const { good: done, failed } = await bothOutputsOf(billingTest, upload(input));
		expect(done).toMatchObject([{ Id: '1' }, { Id: '4' }]);
		expect(failed).toMatchObject([
			{ note: 2, error: expect.stringMatching(/binary|data/) as unknown },
			{ note: 3, error: expect.stringContaining('data') as unknown },
		]);
		expect(billingTest.books()).toMatchObject({ callsBy: { files: 2 } });
	});

	test.each([
		['a record that is not there', { recordId: '9999' }, /has no Id 9999/],
		['a field that holds no file', { fieldName: 'C_Subject' }, /has no file field C_Subject/],
		['an entity that is not there', entity('NO_SUCH'), /no entity NO_SUCH/],
	])("for %s is told in the vendor's words", async (_, more, reason) => {
		expect(await errorOf(billingTest, upload([good(1)], more))).toMatch(reason);
		expect(attachments()).toEqual([]);
	});

	test.each([
		[
			'a list',
			[
				{ ErrorCode: '0', Id: '2' },
				{ ErrorCode: '7', ErrorText: 'The file is too large' },
			],
		],
		['an object', { ErrorCode: '7', ErrorText: 'The file is too large' }],
		['a flag', [{ success: false, ErrorText: 'The file is too large' }]],
	])('because the vendor refuses it in %s of a 200 answer fails its item', async (_, refusal) => {
		billingTest.vendor.faults.add({
			match: { kind: 'files', nth: 2 },
			do: { type: 'status', code: 200, body: { createResponse: refusal } },
		});
		const step = upload([good(1), good(2), good(3)]);
		const { good: done, failed } = await bothOutputsOf(billingTest, step);
		expect(done).toMatchObject([{ Id: '1' }, { Id: '3' }]);
		expect(failed).toMatchObject([{ note: 2, error: 'The file is too large' }]);
		expect(attachments()).toHaveLength(2);
	});

	test('stops the node, which says which files are there', async () => {
		const { error } = await runStep(billingTest, upload([good(1), good(2), good(9999), good(4)]));
		expect(error?.description).toContain('Done before: item 0–1.');
		expect(error).toMatchObject({ context: { itemIndex: 2 } });
		expect(attachments()).toHaveLength(2);
	});

	test('because its answer is lost is not sent again, and may have happened', async () => {
		billingTest.vendor.faults.add({ match: { kind: 'files' }, do: { type: 'resetAfter' } });
		const result = await runStep(billingTest, { ...upload([good(1)]), node: CONTINUE });
		expect(result.items('Billing', 1)).toMatchObject([{ details: { mayHaveHappened: true } }]);
		expect(billingTest.books()).toMatchObject({ callsBy: { files: 1 } });
		expect(attachments()).toHaveLength(1);
	});
});
