import type { RunResult } from './harness/index.mjs';
import { BillingTest } from './support/billingTest.mjs';
import {
	apiRequest,
	CONTINUE,
	newAccounts,
	query,
	recordStep,
	runStep,
	type Step,
} from './support/oneNode.mjs';
import { Tap } from './support/tap.mjs';
import { entity, mappedAutomatically } from './support/workflows.mjs';

let billingTest: BillingTest;
let tap: Tap;

beforeEach(async () => {
	billingTest = await BillingTest.create();
	tap = new Tap(billingTest.vendor);
});
afterEach(async () => await billingTest.stop());

const create = recordStep('create', 'ACCOUNT', {
	parameters: { ...mappedAutomatically(), options: { batchSize: 2, retries: 0 } },
	records: newAccounts(4),
});
const file = { mimeType: 'text/plain', fileName: 'a.txt', data: 'YQ==' };
const upload: Step = {
	resource: 'file',
	operation: 'upload',
	parameters: { ...entity('C_SUBSCRIPTION_NOTE'), recordId: '1', fieldName: 'C_Attachment' },
	run: { input: [{ json: {}, binary: { data: file } }] },
};
const STEPS: Array<[string, Step]> = [
	['create', create],
	['get many', recordStep('getAll', 'ACCOUNT')],
	['query', query('SELECT Id FROM ACCOUNT')],
	['file upload', upload],
	['API request', apiRequest('GET', 'ACCOUNT/7')],
];

/** Passwords, secrets, session ids and tokens, in any of the forms in which they travel. */
function secrets(): string[] {
	const { username, password, clientId, clientSecret } = billingTest.vendor;
	const pairs = [`${username}:${password}`, `${clientId}:${clientSecret}`];
	const plain = [...billingTest.secrets(), ...tap.secrets()];
	return [...plain, ...pairs.map((pair) => Buffer.from(pair).toString('base64'))];
}

function expectNone(result: RunResult): void {
	const everything = result.everything();
	expect(secrets().filter((secret) => everything.includes(secret))).toEqual([]);
}

test('the stand-in hands out a session id, and the tests know it', async () => {
	await runStep(billingTest, create);
	expect(tap.secrets()).toHaveLength(1);
	expect(tap.callsOf('create')[0].headers).toMatchObject({ sessionid: tap.secrets()[0] });
});

describe('password, secret, session id and token are seen nowhere, neither in output nor in error, log or saved data, after', () => {
	test.each(STEPS)('a good run: %s', async (_, step) => {
		const result = await runStep(billingTest, step);
		expect(result.error).toBeUndefined();
		expectNone(result);
	});

	test.each(STEPS)('a good run with a token: %s', async (_, step) => {
		const parameters = { ...step.parameters, authentication: 'oAuth2' };
		const result = await runStep(billingTest, { ...step, parameters });
		expect(result.error).toBeUndefined();
		// An access token and a refresh token.
		expect(tap.secrets()).toHaveLength(2);
		expectNone(result);
	});

	const FAULTS = [
		{ type: 'status', code: 500 },
		{ type: 'status', code: 400 },
		{ type: 'status', code: 301, headers: { location: 'https://example.com/elsewhere' } },
		{ type: 'resetAfter' },
		{ type: 'html' },
		{ type: 'truncate' },
		{ type: 'expireSession' },
	] as const;

	test.each(FAULTS)('a fault: %j', async (fault) => {
		for (const [name, step] of STEPS) {
			for (const node of [{}, CONTINUE]) {
				billingTest.vendor.faults.clear();
				billingTest.vendor.faults.add(
					...['create', 'retrieve', 'query', 'files'].map((kind) => ({
						match: { kind },
						do: fault,
						times: 'always' as const,
					})),
				);
				const parameters = { ...step.parameters, options: { retries: 0 } };
				const result = await runStep(billingTest, { ...step, parameters, node });
				expect({
					name,
					failed: Boolean(result.error) || result.items('Billing', 1).length > 0,
				}).toEqual({ name, failed: true });
				expectNone(result);
			}
		}
	});

	test('a time-out, with the log at its most talkative', async () => {
		billingTest.vendor.faults.add({ match: { kind: 'create' }, do: { type: 'delay', ms: 3000 } });
		const parameters = { ...create.parameters, options: { timeout: 200 } };
		const result = await runStep(billingTest, { ...create, parameters });
		expect(result.error).toBeDefined();
		expectNone(result);
	});

	test.each(['logout', 'login', 'oauthToken'])('a failed %s', async (kind) => {
		billingTest.vendor.faults.add({
			match: { kind },
			do: { type: 'status', code: 500, afterWork: true },
			times: 'always',
		});
		const authentication = kind === 'oauthToken' ? 'oAuth2' : 'password';
		const parameters = { ...create.parameters, authentication };
		expectNone(await runStep(billingTest, { ...create, parameters }));
	});

	test('a cancelled run', async () => {
		const cancelWhen = new Promise<void>((resolve) => tap.before('create', 2, () => resolve()));
		const result = await runStep(billingTest, { ...create, run: { cancelWhen } });
		expect(result.status).toBe('canceled');
		expectNone(result);
	});
});

// Reported: texts of the vendor are shown as they are.
test('a session id that the vendor repeats in an error text is not shown', async () => {
	tap.before('create', 1, ({ headers }) => {
		billingTest.vendor.faults.add({
			match: { kind: 'create' },
			do: {
				type: 'status',
				code: 500,
				body: { error: 'oops', message: `Session ${String(headers.sessionid)} failed` },
			},
		});
	});
	const result = await runStep(billingTest, create);
	expect(result.error?.message).toContain('failed');
	expectNone(result);
});

// Reported: the answer holds a SessionID, and nobody closes that session.
test('an API request opens no session of its own', async () => {
	const { username, password } = billingTest.vendor;
	await runStep(billingTest, apiRequest('POST', 'login', { username, password }));
	expect(billingTest.books().openSessions).toBe(0);
});
