import type { IConnections, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../harness/index.mjs';
import { leaves } from '../../sandbox/cloudBilling/client.mjs';
import { BY_LOGIN, cloudStep, FreshCloud, listenTo, newPurchases } from '../support/cloudTest.mjs';
import { errorOf, outputOf, runStep, type Step } from '../support/oneNode.mjs';
import { chain, cloud, mappedAutomatically, start } from '../support/workflows.mjs';

const fresh = new FreshCloud();
type Node = WorkflowJson['nodes'][number];

const getOne = (name: string, more: Partial<Node> = {}, parameters: INodeParameters = {}) =>
	cloud(name, 'customer', 'get', { customerCode: '101001', ...parameters }, more);
const byLogin = (step: Step, node: Partial<Node> = {}): Step => ({
	...step,
	node: { ...step.node, ...BY_LOGIN, ...node },
});
const customers = cloudStep('customer', 'getAll', { limit: 2 });
const upload = cloudStep('purchase', 'upload', mappedAutomatically(), {
	records: newPurchases(3),
});

/** Nodes in a loop of as many rounds as there are items, two branches and one at the end. */
function manyNodes(more: Partial<Node>): WorkflowJson {
	const to = (...nodes: string[]) =>
		nodes.map((node) => ({ node, type: 'main' as const, index: 0 }));
	const loop = {
		name: 'Loop',
		type: 'n8n-nodes-base.splitInBatches',
		parameters: { batchSize: 1 },
	};
	const connections: IConnections = {
		Start: { main: [to('Loop')] },
		Loop: { main: [to('Left', 'Right'), to('First')] },
		First: { main: [to('Second')] },
		Second: { main: [to('Loop')] },
		Left: { main: [to('Last')] },
	};
	const second = cloud('Second', 'purchase', 'getAll', { limit: 1 }, more);
	const ends = ['Left', 'Right', 'Last'].map((name) =>
		getOne(name, { ...more, executeOnce: true }),
	);
	return { nodes: [start, loop, getOne('First', more), second, ...ends], connections };
}
const rounds = Array.from({ length: 5 }, (_, n) => ({ n }));

describe('an API token', () => {
	test('is in the header of every call of a run, and nothing is opened or closed', async () => {
		const result = await fresh.test.run(manyNodes({}), rounds);
		expect(result.error).toBeUndefined();
		const { calls, wsdlRequests, logins, tokens, refusedTokens } = fresh.cloud.books();
		expect({ logins, refusedTokens, wsdlRequests }).toEqual({
			logins: 0,
			refusedTokens: 0,
			wsdlRequests: 1,
		});
		expect(tokens).toEqual([{ kind: 'apiToken', state: 'valid', calls: calls - 1 }]);
		expect(calls).toBe(14);
	});

	test('that is wrong is sent once for each node, and told in the words of the vendor', async () => {
		for (const refusedToken of ['resultCode', 'fault'] as const) {
			fresh.cloud.reset();
			fresh.cloud.set({ refusedToken });
			fresh.change({ apiToken: 'a-wrong-token-of-ours' });
			const text = await errorOf(fresh.test, customers);
			expect(text).toContain('The authentication token is missing or invalid.');
			expect(text).toContain('check it in the credential');
			expect(fresh.cloud.books()).toMatchObject({ refusedTokens: 1, logins: 0 });
		}
	});

	test('is never sent when the WSDL is read', async () => {
		const heard = listenTo(fresh.cloud);
		await outputOf(fresh.test, customers);
		const [wsdl, call] = heard.map(({ call: each }) => each);
		expect(wsdl.method).toBe('GET');
		expect(JSON.stringify(wsdl)).not.toContain(fresh.cloud.apiToken);
		expect(call.body).toContain(
			`<ApiToken xmlns="http://api.cloudbilling.nl/2018/11/auth/token">${fresh.cloud.apiToken}</ApiToken>`,
		);
		expect(JSON.stringify(call.headers)).not.toContain(fresh.cloud.apiToken);
	});

	test('with what XML escapes arrives as it is', async () => {
		const heard = listenTo(fresh.cloud);
		fresh.change({ apiToken: 'a<b>&"c' });
		await errorOf(fresh.test, customers);
		expect(heard.at(-1)?.call.body).toContain('>a&lt;b&gt;&amp;"c</ApiToken>');
	});
});

describe('the deprecated Login', () => {
	test('is called once in a run of several nodes, a loop and branches', async () => {
		const result = await fresh.test.run(manyNodes(BY_LOGIN), rounds);
		expect(result.error).toBeUndefined();
		const { calls, logins, tokens, refusedTokens } = fresh.cloud.books();
		expect({ logins, refusedTokens }).toEqual({ logins: 1, refusedTokens: 0 });
		expect(tokens).toEqual([{ kind: 'login', state: 'valid', calls: calls - 2 }]);
	});

	test('is called once for each run', async () => {
		const workflow = chain(start, getOne('A', BY_LOGIN), getOne('B', BY_LOGIN));
		await Promise.all([fresh.test.run(workflow), fresh.test.run(workflow)]);
		expect(fresh.cloud.books()).toMatchObject({ logins: 2, tokensSeen: 2 });
	});

	test('is called once beside a node that has an API token', async () => {
		const workflow = chain(start, getOne('A', BY_LOGIN), getOne('B'), getOne('C', BY_LOGIN));
		const result = await fresh.test.run(workflow);
		expect(result.error).toBeUndefined();
		expect(fresh.cloud.books()).toMatchObject({ logins: 1, tokensSeen: 2 });
	});

	describe.each(['resultCode', 'fault'] as const)('with a token that has ended (%s)', (form) => {
		const kinds = [
			['a read', byLogin(customers), 'CustomersGetAll'],
			['an upload', byLogin(upload), 'UploadPurchases'],
			[
				'a write that is never repeated',
				byLogin(cloudStep('product', 'create', { tagName: 'Fibre' })),
				'AddProductCluster',
			],
		] as const;

		test.each(kinds)('logs in once more and sends %s again, once', async (_, step, kind) => {
			fresh.cloud.set({ expiredToken: form });
			fresh.cloud.faults.add({ match: { kind }, do: { type: 'expireSession' } });
			await outputOf(fresh.test, step);
			expect(fresh.calls()).toEqual({ Login: 2, [kind]: 2 });
			expect(fresh.cloud.books()).toMatchObject({ logins: 2, refusedTokens: 1 });
		});

		test('gives up after one new token that is refused too', async () => {
			fresh.cloud.set({ expiredToken: form });
			const always = { match: { kind: 'CustomersGetAll' }, times: 'always' as const };
			fresh.cloud.faults.add({ ...always, do: { type: 'expireSession' } });
			const text = await errorOf(fresh.test, byLogin(customers));
			expect(text).toContain('The authentication token has expired');
			expect(fresh.calls()).toEqual({ Login: 2, CustomersGetAll: 2 });
		});

		test('between two nodes is replaced for all that follow', async () => {
			fresh.cloud.set({ expiredToken: form });
			const pause = { name: 'Pause', type: 'harness.code' };
			const nodes = [getOne('A', BY_LOGIN), pause, getOne('B', BY_LOGIN), getOne('C', BY_LOGIN)];
			const result = await fresh.test.run(chain(start, ...nodes), [{}], {
				code: {
					Pause: (items) => {
						expect(fresh.cloud.expireTokens()).toBe(1);
						return items;
					},
				},
			});
			expect(result.error).toBeUndefined();
			expect(fresh.cloud.books()).toMatchObject({ logins: 2, refusedTokens: 1 });
		});
	});

	describe('with a token that is refused in words that nobody documents', () => {
		const refuseOnce = (text: string): void =>
			fresh.cloud.faults.add({
				match: { kind: 'CustomersGetAll' },
				do: { type: 'soapFault', code: 'Client', text },
			});

		test.each([
			'Unknown token.',
			'The user is not authorized.',
			'Authentication required.',
			'Insufficient privileges.',
			'Please log in again.',
		])('logs in once more (%s)', async (text) => {
			refuseOnce(text);
			expect(await outputOf(fresh.test, byLogin(customers))).toHaveLength(2);
			expect(fresh.calls()).toEqual({ Login: 2, CustomersGetAll: 2 });
		});

		test('does not for a failure of another kind', async () => {
			refuseOnce('The cluster is being moved.');
			await errorOf(fresh.test, byLogin(customers));
			expect(fresh.calls()).toEqual({ Login: 1, CustomersGetAll: 1 });
		});
	});

	test('works where it is no longer in the WSDL', async () => {
		const wsdl = await (await fetch(`${fresh.cloud.endpoint}?singleWsdl`)).text();
		const without = wsdl.replace(/<wsdl:operation name="Login">.*?<\/wsdl:operation>/gs, '');
		fresh.change(
			{ advanced: true, wsdl: without, contractName: fresh.cloud.switches.contractName },
			'cloudUser',
		);
		expect(without).not.toContain('<wsdl:operation name="Login">');
		expect(await outputOf(fresh.test, byLogin(customers))).toHaveLength(2);
		expect(fresh.cloud.books()).toMatchObject({ logins: 1, refusedTokens: 0 });
	});

	describe('that is refused', () => {
		const wrong = (): void => fresh.change({ password: 'Tr0ub4dor-not-it' }, 'cloudUser');
		const three = { records: [{}, {}, {}] };

		test('is not repeated for three items, and the error says so', async () => {
			wrong();
			const text = await errorOf(fresh.test, byLogin({ ...customers, ...three }));
			expect(text).toContain('CloudBilling refused the login');
			expect(text).toContain('Login failed: the credentials are invalid.');
			expect(text).toContain('not tried again by itself: the third incorrect one locks the user');
			expect(fresh.cloud.books()).toMatchObject({ refusedLogins: 1, lockedLogins: 0, logins: 0 });
		});

		test('is not repeated for items that go on after errors', async () => {
			wrong();
			const step = byLogin({ ...customers, ...three }, { onError: 'continueErrorOutput' });
			const result = await runStep(fresh.test, step);
			expect(result.items('Billing', 1)).toHaveLength(3);
			expect(fresh.cloud.books()).toMatchObject({ refusedLogins: 1, lockedLogins: 0 });
		});

		test('is not repeated for the batches of an upload', async () => {
			wrong();
			const parameters = { ...upload.parameters, options: { batchSize: 1 } };
			const step = byLogin({ ...upload, parameters }, { onError: 'continueErrorOutput' });
			const result = await runStep(fresh.test, step);
			expect(result.items('Billing', 1)).toHaveLength(3);
			expect(fresh.cloud.books()).toMatchObject({ refusedLogins: 1 });
		});

		test('is not repeated by Retry On Fail, nor by the other nodes of the run', async () => {
			wrong();
			const again = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
			const goOn = { onError: 'continueRegularOutput' as const };
			const nodes = ['A', 'B'].map((name) => getOne(name, { ...BY_LOGIN, ...again, ...goOn }));
			await fresh.test.run(chain(start, ...nodes, getOne('C', { ...BY_LOGIN, ...again })));
			expect(fresh.cloud.books()).toMatchObject({ refusedLogins: 1, lockedLogins: 0 });
		});

		test('leaves the user unlocked', async () => {
			wrong();
			await errorOf(fresh.test, byLogin({ ...customers, ...three }));
			fresh.change({ password: fresh.cloud.password }, 'cloudUser');
			expect(await outputOf(fresh.test, byLogin(customers))).toHaveLength(2);
		});

		test('is told as it is where the user is locked, and does not ask again', async () => {
			wrong();
			for (let run = 0; run < 3; run++) await errorOf(fresh.test, byLogin(customers));
			const text = await errorOf(fresh.test, byLogin({ ...customers, ...three }));
			expect(text).toContain('Login failed: the user account is locked.');
			expect(fresh.cloud.books()).toMatchObject({ refusedLogins: 3, lockedLogins: 1 });
		});

		test.each([
			['a password', { password: '' }, 'Password'],
			['an environment', { environment: '' }, 'Environment'],
			['a user', { emailAddress: '' }, 'Email Address'],
		])('before it is sent: %s is missing', async (_, changes, label) => {
			fresh.change(changes, 'cloudUser');
			const text = await errorOf(fresh.test, byLogin(customers));
			expect(text).toContain(`${label}: the credential has no value for this`);
			expect(fresh.cloud.books().calls).toBe(0);
		});
	});

	test('a Login whose answer is lost is not repeated', async () => {
		fresh.cloud.faults.add({ match: { kind: 'Login' }, do: { type: 'resetAfter' } });
		await errorOf(fresh.test, byLogin(customers));
		expect(fresh.calls()).toEqual({ Login: 1 });
	});
});

describe('secrets', () => {
	test('are in no output, error or log line of any run', async () => {
		const heard = listenTo(fresh.cloud);
		const bad = cloudStep('customer', 'get', { customerCode: 'nobody' });
		const steps = [customers, byLogin(customers), bad, byLogin(bad), byLogin(upload)];
		const seen = [];
		for (const step of steps) seen.push((await runStep(fresh.test, step)).everything());
		for (const type of ['resetAfter', 'html', 'truncate', 'empty', 'soapFault'] as const) {
			fresh.cloud.faults.add({ match: { kind: 'CustomersGetAll' }, do: { type } });
			fresh.cloud.faults.add({ match: { kind: 'Login', nth: 1 }, do: { type } });
			const options = { retries: 0 };
			const parameters = { ...customers.parameters, options };
			for (const step of [{ ...customers, parameters }, byLogin({ ...customers, parameters })]) {
				seen.push((await runStep(fresh.test, step)).everything());
			}
			fresh.cloud.faults.clear();
		}
		const tokens = heard
			.filter(({ call }) => fresh.cloud.kindOf(call) === 'Login')
			.flatMap(({ reply }) => leaves(reply.body, 'Result'));
		expect(tokens.length).toBeGreaterThan(2);
		const { apiToken, password } = fresh.cloud;
		for (const secret of [apiToken, password, ...tokens]) {
			expect(secret.length).toBeGreaterThan(10);
			for (const text of seen) expect(text).not.toContain(secret);
		}
	});

	test('that the vendor repeats in its error are not shown', async () => {
		const text = `The token ${fresh.cloud.apiToken} is unknown`;
		fresh.cloud.faults.add({
			match: { kind: 'CustomersGetAll' },
			do: { type: 'soapFault', code: 'Client', text },
		});
		const result = await runStep(fresh.test, customers);
		expect(result.error?.message).toContain('is unknown');
		expect(result.everything()).not.toContain(fresh.cloud.apiToken);
	});
});
