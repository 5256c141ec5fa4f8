import { leaves } from '../../sandbox/cloudBilling/client.mjs';
import { cloudStep, FreshCloud, listenTo } from '../support/cloudTest.mjs';
import { outputOf } from '../support/oneNode.mjs';

const fresh = new FreshCloud();
const OK = { status: 'OK' };
const failed = (reason: string) => ({ status: 'Error', message: expect.stringContaining(reason) });
/** Ways in which n8n runs a test: with the proof it has saved, and (as it means to) with a new one. */
const MODES = [
	['with the saved proof', false],
	['with a new proof', true],
] as const;
/** What n8n has saved with the credential, as if that had been a while ago. */
const age = (id: 'cloud' | 'cloudUser'): void =>
	fresh.change({ proved: String(Date.now() - 60_000) }, id);
const customers = cloudStep('customer', 'getAll', { limit: 1 });

describe.each(MODES)("n8n's Test %s", (_, freshLogin) => {
	const testOf = async (id: 'cloud' | 'cloudUser' = 'cloud') =>
		await fresh.test.engine.testCredential(id, freshLogin);

	test('says OK of a good token, by calls that carry it and change nothing', async () => {
		expect(await testOf()).toMatchObject(OK);
		const { tokens, rowsRead, rowsCreated, logins, refusedTokens } = fresh.cloud.books();
		expect({ rowsRead, rowsCreated, logins, refusedTokens }).toEqual({
			rowsRead: 0,
			rowsCreated: 0,
			logins: 0,
			refusedTokens: 0,
		});
		expect(tokens).toMatchObject([{ kind: 'apiToken', state: 'valid' }]);
		expect(Object.keys(fresh.calls())).toEqual(['GetPurchaseImportStats']);
	});

	test('asks for the imports of one second, long ago', async () => {
		const heard = listenTo(fresh.cloud);
		await testOf();
		const asked = heard.filter(({ call }) => call.method === 'POST').map(({ call }) => call.body);
		expect(asked.length).toBeGreaterThan(0);
		for (const body of asked) {
			expect(leaves(body, 'importedFrom')).toEqual(['2000-01-01T00:00:00Z']);
			expect(leaves(body, 'importedTo')).toEqual(['2000-01-01T00:00:01Z']);
			expect(leaves(body, 'fetchUnmapped')).toEqual(['false']);
		}
	});

	test("asks by n8n's own request as the node does: SOAP 1.1, the SOAPAction in quotes", async () => {
		const heard = listenTo(fresh.cloud);
		await testOf();
		expect(heard.at(-1)?.call.headers).toMatchObject({
			'content-type': 'text/xml; charset=utf-8',
			soapaction: '"http://tempuri.org/IPublicApi/GetPurchaseImportStats"',
		});
	});

	describe.each(['resultCode', 'fault'] as const)('where tokens are refused by %s', (form) => {
		beforeEach(() => fresh.cloud.set({ refusedToken: form, expiredToken: form }));

		test('shows the reason of the vendor for a wrong token, and not the token', async () => {
			fresh.change({ apiToken: 'Tr0ub4dor-not-it' });
			const result = await testOf();
			expect(result).toMatchObject(
				failed('CloudBilling refused the token: The authentication token is missing or invalid.'),
			);
			expect(result.message).not.toContain('Tr0ub4dor');
		});

		test('says no again of a wrong token, and OK when it was mended', async () => {
			fresh.change({ apiToken: 'Tr0ub4dor-not-it' });
			await testOf();
			expect(await testOf()).toMatchObject(failed('missing or invalid'));
			fresh.change({ apiToken: fresh.cloud.apiToken });
			expect(await testOf()).toMatchObject(OK);
		});

		test('says no of a token that was good at the last test', async () => {
			expect(await testOf()).toMatchObject(OK);
			age('cloud');
			fresh.change({ apiToken: 'Tr0ub4dor-not-it' });
			expect(await testOf()).toMatchObject(failed('missing or invalid'));
		});

		test('says OK again by the deprecated Login after its token has ended', async () => {
			expect(await testOf('cloudUser')).toMatchObject(OK);
			fresh.cloud.expireTokens();
			age('cloudUser');
			expect(await testOf('cloudUser')).toMatchObject(OK);
			expect(fresh.cloud.books()).toMatchObject({ refusedLogins: 0 });
		});
	});

	test('says OK twice, at once and after a while', async () => {
		for (const id of ['cloud', 'cloudUser'] as const) {
			expect(await testOf(id)).toMatchObject(OK);
			expect(await testOf(id)).toMatchObject(OK);
			age(id);
			expect(await testOf(id)).toMatchObject(OK);
		}
		expect(fresh.cloud.books()).toMatchObject({ refusedLogins: 0, refusedTokens: 0 });
	});

	test('shows the reason of the vendor for a wrong password, after one try', async () => {
		fresh.change({ password: 'Tr0ub4dor-not-it' }, 'cloudUser');
		const result = await testOf('cloudUser');
		expect(result).toMatchObject(failed('Login failed: the credentials are invalid.'));
		expect(result.message).not.toContain('Tr0ub4dor');
		expect(fresh.cloud.books()).toMatchObject({ refusedLogins: 1, logins: 0 });
	});

	test('does not send a refused login again at once', async () => {
		fresh.change({ password: 'not-it' }, 'cloudUser');
		for (let test = 0; test < 3; test++) {
			expect(await testOf('cloudUser')).toMatchObject(failed('the credentials are invalid'));
		}
		expect(fresh.cloud.books()).toMatchObject({ refusedLogins: 1 });
	});

	test('shows that the user is locked, after one try', async () => {
		for (const password of ['not-it', 'nor-this', 'nor-that']) {
			fresh.change({ password }, 'cloudUser');
			await testOf('cloudUser');
		}
		fresh.change({ password: fresh.cloud.password }, 'cloudUser');
		expect(await testOf('cloudUser')).toMatchObject(failed('the user account is locked'));
		expect(fresh.cloud.books()).toMatchObject({ refusedLogins: 3, lockedLogins: 1 });
	});

	test('works without a WSDL, with the name of the contract, and says if that is missing', async () => {
		fresh.cloud.set({ metadata: 'off' });
		expect(await testOf()).toMatchObject(failed('cannot be processed at the receiver'));
		fresh.change({ advanced: true, contractName: 'IPublicApi' });
		expect(await testOf()).toMatchObject(OK);
	});

	test.each([
		['of nothing', '', 'Endpoint URL: the credential has no address'],
		['that is no URL', 'billing.example.com/Api.svc', 'this is not a web address'],
		['without TLS', 'http://billing.example.com/Api.svc', 'only https is allowed'],
		['with a user in it', 'https://me:pw@billing.example.com/Api.svc', 'do not belong'],
	])(
		'says what is wrong with an endpoint %s, and sends nothing',
		async (_name, endpoint, reason) => {
			for (const id of ['cloud', 'cloudUser'] as const) {
				fresh.change({ endpoint }, id);
				expect(await testOf(id)).toMatchObject(failed(reason));
			}
			expect(fresh.cloud.books().calls).toBe(0);
		},
	);

	test('says no of an address where something else answers', async () => {
		fresh.change({ endpoint: `${fresh.test.sandbox.url}/another` });
		expect(await testOf()).toMatchObject(failed('status 404'));
		fresh.change({ endpoint: fresh.cloud.endpoint });
		fresh.cloud.faults.add({
			match: { kind: 'GetPurchaseImportStats' },
			do: { type: 'html' },
			times: 'always',
		});
		expect(await testOf()).toMatchObject(failed('web page (HTML)'));
	});

	test('says what is wrong with a WSDL', async () => {
		fresh.change({ advanced: true, wsdl: '<rss/>' });
		expect(await testOf()).toMatchObject(failed('not a WSDL 1.1'));
	});

	test('takes an endpoint with blanks around it, and so does the node', async () => {
		fresh.change({ endpoint: ` ${fresh.cloud.endpoint} ` });
		expect(await testOf()).toMatchObject(OK);
		expect(await outputOf(fresh.test, customers)).toHaveLength(1);
	});
});
