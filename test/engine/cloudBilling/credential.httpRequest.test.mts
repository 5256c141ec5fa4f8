import { startSandbox, type Sandbox } from '../../sandbox/index.mjs';
import { leaves } from '../../sandbox/cloudBilling/client.mjs';
import { AskingNode, type Helper } from '../support/askingNode.mjs';
import { listenTo } from '../support/cloudTest.mjs';

const HELPERS: Helper[] = ['httpRequestWithAuthentication', 'requestWithAuthentication'];
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const BODY =
	'<CustomerGetByCode xmlns="http://tempuri.org/"><customerCode>101001</customerCode></CustomerGetByCode>';
const ENVELOPES: Array<[string, string]> = [
	['without a header', `<s:Envelope xmlns:s="${SOAP}"><s:Body>${BODY}</s:Body></s:Envelope>`],
	[
		'with an empty header',
		`<s:Envelope xmlns:s="${SOAP}"><s:Header></s:Header><s:Body>${BODY}</s:Body></s:Envelope>`,
	],
	[
		'with a header that closes itself',
		`<s:Envelope xmlns:s="${SOAP}"><s:Header /><s:Body>${BODY}</s:Body></s:Envelope>`,
	],
	[
		'with a header that holds something',
		`<s:Envelope xmlns:s="${SOAP}"><s:Header a="b"><To xmlns="urn:x">y</To></s:Header><s:Body>${BODY}</s:Body></s:Envelope>`,
	],
	[
		'with another prefix',
		`<?xml version="1.0"?>\n<soapenv:Envelope xmlns:soapenv="${SOAP}">\n\t<soapenv:Body>${BODY}</soapenv:Body>\n</soapenv:Envelope>`,
	],
	['without a prefix', `<Envelope xmlns="${SOAP}"><Header/><Body>${BODY}</Body></Envelope>`],
	[
		'with a header in a comment',
		`<!-- <s:Envelope><s:Header/> --><s:Envelope xmlns:s="${SOAP}"><s:Body>${BODY}</s:Body></s:Envelope>`,
	],
	[
		'with a header in a comment of its body',
		`<s:Envelope xmlns:s="${SOAP}"><s:Body><!-- <s:Header/> -->${BODY}</s:Body></s:Envelope>`,
	],
	[
		'with an element called Header in its body',
		`<Envelope xmlns="${SOAP}"><Body>${BODY.replace('><customerCode', '><Header>x</Header><customerCode')}</Body></Envelope>`,
	],
];
/** From here on the header is not where the first tag of its name is. */
const HARD_FROM = 6;

describe.each(HELPERS)("another node that uses the credential by n8n's %s", (helper) => {
	let sandbox: Sandbox;
	let asking: AskingNode;

	beforeEach(async () => {
		sandbox = await startSandbox();
		asking = await AskingNode.create(sandbox);
	});
	afterEach(async () => {
		asking.remove();
		await sandbox.stop();
	});

	const books = () => sandbox.cloudBilling.books();
	const post = async (
		envelope: string,
		id: 'cloud' | 'cloudUser' = 'cloud',
		method = 'CustomerGetByCode',
	) =>
		await asking.post(helper, envelope, {
			address: sandbox.cloudBilling.endpoint,
			action: `"http://tempuri.org/IPublicApi/${method}"`,
			id,
		});
	const codesIn = (text: string) => leaves(text, 'CustomerCode');

	test.each(ENVELOPES.slice(0, HARD_FROM))(
		'puts the token into an envelope %s, and leaves the rest as the user wrote it',
		async (_, envelope) => {
			const heard = listenTo(sandbox.cloudBilling);
			const result = await post(envelope);
			expect(codesIn(result.everything().replaceAll('\\"', '"'))).toContain('101001');
			expect(books().tokens).toMatchObject([{ kind: 'apiToken', state: 'valid' }]);
			const sent = heard.at(-1)?.call.body ?? '';
			expect(sent).toContain(BODY);
			expect(sent.match(/<(\w+:)?Header[\s/>]/g)).toHaveLength(1);
			if (envelope.includes('urn:x')) expect(sent).toContain('<To xmlns="urn:x">y</To>');
		},
	);

	test.each(ENVELOPES.slice(HARD_FROM))(
		'puts the token into an envelope %s',
		async (_, envelope) => {
			const result = await post(envelope);
			expect(codesIn(result.everything().replaceAll('\\"', '"'))).toContain('101001');
		},
	);

	test('logs in by the deprecated Login at its first call, and uses the token again', async () => {
		for (let call = 0; call < 2; call++) {
			const result = await post(ENVELOPES[0][1], 'cloudUser');
			expect(result.error).toBeUndefined();
			expect(books()).toMatchObject({ logins: 1, refusedTokens: 0 });
		}
	});

	test('leaves a body that is no envelope as it is', async () => {
		const heard = listenTo(sandbox.cloudBilling);
		await post('<hello/>');
		expect(heard.at(-1)?.call.body).toBe('<hello/>');
		expect(JSON.stringify(heard.at(-1))).not.toContain(sandbox.cloudBilling.apiToken);
	});

	// n8n's old helper asks for a new proof after any error, and if it gets one, sends its request once more.
	test.each(['cloud', 'cloudUser'] as const)(
		'sends an envelope once that has failed (%s)',
		async (id) => {
			await post(ENVELOPES[0][1], id);
			sandbox.cloudBilling.faults.add({
				match: { kind: 'CustomerGetByCode' },
				do: { type: 'status', code: 502 },
				times: 'always',
			});
			const { logins, callsBy } = books();
			const result = await post(ENVELOPES[0][1], id);
			expect(result.status).toBe('error');
			expect(books()).toMatchObject({
				logins,
				callsBy: { CustomerGetByCode: callsBy.CustomerGetByCode + 1 },
			});
		},
	);

	test('logs in again after a 401 when the token of the last login has ended', async () => {
		await postByLogin();
		sandbox.cloudBilling.expireTokens();
		sandbox.cloudBilling.faults.add({
			match: { kind: 'CustomerGetByCode' },
			do: { type: 'status', code: 401 },
		});
		const result = await postByLogin();
		expect(result.error).toBeUndefined();
		expect(books()).toMatchObject({ logins: 2 });
	});

	const setPassword = (password: string): void => {
		const { credentials } = asking.engine;
		const { name, type } = credentials.get('cloudUser');
		credentials.set('cloudUser', {
			name,
			type,
			data: { ...credentials.data('cloudUser'), password },
		});
	};
	const postByLogin = async () => await post(ENVELOPES[0][1], 'cloudUser');
	const refusedLogin = async () => {
		setPassword('Tr0ub4dor-not-it');
		return await postByLogin();
	};

	test('is told a refused login in the words of the vendor', async () => {
		const result = await refusedLogin();
		expect(result.status).toBe('error');
		expect(result.everything()).toContain('Login failed: the credentials are invalid.');
		expect(result.everything()).not.toContain('Tr0ub4dor');
	});

	// n8n's old helper, which its HTTP Request node uses, asks for a new login after any error.
	test('does not repeat a refused login', async () => {
		await refusedLogin();
		expect(books()).toMatchObject({ refusedLogins: 1 });
	});

	test.each([
		['a refused', 'Tr0ub4dor-not-it', { refusedLogins: 1, logins: 0 }],
		['a good', '', { refusedLogins: 0, logins: 1 }],
	])('sends %s login once where several ask at the same time', async (_, wrong, expected) => {
		setPassword(wrong || sandbox.cloudBilling.password);
		await Promise.all([postByLogin(), postByLogin(), postByLogin(), postByLogin()]);
		expect(books()).toMatchObject({ ...expected, lockedLogins: 0 });
	});

	test('logs in at once with a password that was corrected', async () => {
		await refusedLogin();
		setPassword(sandbox.cloudBilling.password);
		const result = await postByLogin();
		expect(result.error).toBeUndefined();
		expect(books()).toMatchObject({ refusedLogins: 1, logins: 1 });
	});

	test('shows no token and no password', async () => {
		const { apiToken, password } = sandbox.cloudBilling;
		const seen = [];
		for (const id of ['cloud', 'cloudUser'] as const) {
			for (const envelope of [ENVELOPES[0][1], '<hello/>']) {
				seen.push((await post(envelope, id)).everything());
			}
		}
		const { loginToken } = asking.engine.credentials.data('cloudUser');
		for (const secret of [apiToken, password, String(loginToken)]) {
			expect(secret.length).toBeGreaterThan(10);
			for (const text of seen) expect(text).not.toContain(secret);
		}
	});
});
