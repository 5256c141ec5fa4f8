import { account, Client, column, rowsOf } from './client.mjs';
import { startSandbox, type Sandbox } from './index.mjs';

let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	sandbox.billingPlatform.reset();
	client = new Client(sandbox.billingPlatform);
	await client.login();
});

const created = () => sandbox.billingPlatform.books().rowsCreated;
const create = () => client.create('ACCOUNT', [account(1), account(2)]);

describe('when a fault strikes', () => {
	it('fires once by default, then the calls go well again', async () => {
		sandbox.billingPlatform.faults.add({ do: { type: 'status', code: 503 } });
		expect((await create()).status).toBe(503);
		expect((await create()).status).toBe(200);
	});

	it('fires at the n-th call that matches, as often as told', async () => {
		sandbox.billingPlatform.faults.add({
			match: { kind: 'query', nth: 2 },
			do: { type: 'status', code: 500 },
			times: 2,
		});
		await create();
		const statuses = [];
		for (let call = 0; call < 4; call += 1) {
			statuses.push((await client.query('SELECT Id FROM ACCOUNT')).status);
		}
		expect(statuses).toEqual([200, 500, 500, 200]);
	});

	it('matches a part of the path in any case', async () => {
		sandbox.billingPlatform.faults.add({
			match: { path: '/wallet' },
			do: { type: 'status', code: 500 },
			times: 'always',
		});
		expect((await client.send('GET', '/rest/2.0/WALLET/1')).status).toBe(500);
		expect((await client.send('GET', '/rest/2.0/ACCOUNT/1')).status).toBe(200);
	});

	it('refuses a rule that makes no sense', () => {
		const { faults } = sandbox.billingPlatform;
		expect(() => faults.addUnchecked({ do: { type: 'explode' } })).toThrow('resetBefore');
		expect(() => faults.addUnchecked({ do: { type: 'delay' } })).toThrow('ms');
	});
});

describe('faults that do no work', () => {
	it('status: sends code, headers and body', async () => {
		sandbox.billingPlatform.faults.add({
			do: { type: 'status', code: 429, headers: { 'retry-after': '1' }, body: { error: 'busy' } },
		});
		const answer = await create();
		expect(answer).toMatchObject({ status: 429, json: { error: 'busy' } });
		expect(answer.headers.get('retry-after')).toBe('1');
		expect(created()).toBe(0);
	});

	it('resetBefore: the connection dies', async () => {
		sandbox.billingPlatform.faults.add({ do: { type: 'resetBefore' } });
		await expect(create()).rejects.toThrow();
		expect(created()).toBe(0);
	});

	it('html: a page with status 200', async () => {
		sandbox.billingPlatform.faults.add({ do: { type: 'html' } });
		const answer = await create();
		expect(answer.status).toBe(200);
		expect(answer.text).toContain('<html>');
		expect(created()).toBe(0);
	});

	it('expireSession before: the call itself is refused', async () => {
		sandbox.billingPlatform.faults.add({ do: { type: 'expireSession' } });
		expect((await create()).status).toBe(500);
		expect(created()).toBe(0);
	});
});

describe('faults after the work', () => {
	it('resetAfter: the connection dies, the records are there', async () => {
		sandbox.billingPlatform.faults.add({ do: { type: 'resetAfter' } });
		await expect(create()).rejects.toThrow();
		expect(created()).toBe(2);
	});

	it('expireSession after: this call is fine, the next one is refused', async () => {
		sandbox.billingPlatform.faults.add({ do: { type: 'expireSession', when: 'after' } });
		expect((await create()).status).toBe(200);
		expect((await create()).status).toBe(500);
	});

	it('status with afterWork: an error, the records are there', async () => {
		sandbox.billingPlatform.faults.add({ do: { type: 'status', code: 500, afterWork: true } });
		expect((await create()).status).toBe(500);
		expect(created()).toBe(2);
	});

	it.each(['empty', 'garbage'] as const)('%s: no JSON comes back', async (type) => {
		sandbox.billingPlatform.faults.add({ do: { type } });
		const answer = await create();
		expect(answer.status).toBe(200);
		expect(answer.json).toBeUndefined();
		expect(created()).toBe(2);
	});

	it('truncate: the body breaks off, or ends too early as if it were whole', async () => {
		sandbox.billingPlatform.faults.add(
			{ do: { type: 'truncate' } },
			{ do: { type: 'truncate', how: 'short' } },
		);
		await expect(create()).rejects.toThrow();
		const answer = await client.query('SELECT Id FROM ACCOUNT');
		expect(answer.text).toMatch(/^\{"queryResponse"/);
		expect(answer.json).toBeUndefined();
	});

	it('dropResult and extraResult: not one result per record', async () => {
		sandbox.billingPlatform.faults.add(
			{ do: { type: 'dropResult' } },
			{ do: { type: 'extraResult' } },
		);
		expect(rowsOf(await create())).toHaveLength(1);
		expect(rowsOf(await client.create('ACCOUNT', account(3)))).toHaveLength(2);
	});

	it('badContentType: JSON that calls itself text', async () => {
		sandbox.billingPlatform.faults.add({ do: { type: 'badContentType' } });
		const answer = await create();
		expect(answer.headers.get('content-type')).toBe('text/plain');
		expect(column(answer, 'ErrorCode')).toEqual(['0', '0']);
	});

	it('delay and delayAfterWork: the work is done late, or the answer comes late', async () => {
		sandbox.billingPlatform.faults.add({ do: { type: 'delayAfterWork', ms: 150 } });
		const late = create();
		await new Promise((resolve) => setTimeout(resolve, 75));
		expect(created()).toBe(2);
		await late;
		sandbox.billingPlatform.faults.add({ do: { type: 'delay', ms: 150 } });
		const slow = client.create('ACCOUNT', account(3));
		await new Promise((resolve) => setTimeout(resolve, 75));
		expect(created()).toBe(2);
		await slow;
		expect(created()).toBe(3);
	});
});
