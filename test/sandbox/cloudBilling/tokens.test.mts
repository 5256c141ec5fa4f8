import { startSandbox, type Sandbox } from '../index.mjs';
import { leaves, SoapClient, tokenHeader } from './client.mjs';

let sandbox: Sandbox;
let client: SoapClient;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => {
	sandbox.cloudBilling.reset();
	client = new SoapClient(sandbox.cloudBilling);
	client.header = '';
});

const books = () => sandbox.cloudBilling.books();
const read = () => client.call('CustomersGetAll');

describe('the deprecated Login', () => {
	it('needs no token and gives one that opens the rest', async () => {
		expect((await read()).code).toBe('Error');
		await client.useLogin();
		expect((await read()).code).toBe('Success');
		expect(books()).toMatchObject({
			logins: 1,
			tokens: [{ kind: 'login', state: 'valid', calls: 1 }],
		});
	});

	it('is refused for a wrong password, user or environment', async () => {
		const { emailAddress, password, environment } = sandbox.cloudBilling;
		for (const [user, word, place] of [
			[emailAddress, 'wrong', environment],
			['nobody@example.com', password, environment],
			[emailAddress, password, 'nowhere'],
		]) {
			const answer = await client.call(
				'Login',
				`<emailAddress>${user}</emailAddress><password>${word}</password><environment>${place}</environment>`,
			);
			expect(answer).toMatchObject({ status: 200, code: 'Error' });
			expect(leaves(answer.text, 'Result')).toEqual([]);
		}
		expect(books()).toMatchObject({ logins: 0, refusedLogins: 3, lockedLogins: 0 });
	});

	it('locks the user at the third wrong password, even for the right one', async () => {
		for (const _ of [1, 2, 3]) await client.login('wrong');
		const locked = await client.login();
		expect(locked).toMatchObject({ code: 'Error', message: expect.stringContaining('locked') });
		expect(books()).toMatchObject({ refusedLogins: 3, lockedLogins: 1, logins: 0 });
	});

	it('is unlocked by time or by an administrator; a good login starts the count anew', async () => {
		sandbox.cloudBilling.set({ lockoutMs: 50 });
		for (const _ of [1, 2, 3]) await client.login('wrong');
		await new Promise((resolve) => setTimeout(resolve, 60));
		expect((await client.login()).code).toBe('Success');
		sandbox.cloudBilling.set({ lockoutMs: 900_000 });
		for (const _ of [1, 2, 3]) await client.login('wrong');
		sandbox.cloudBilling.unlock();
		await client.login('wrong');
		await client.login('wrong');
		expect((await client.login()).code).toBe('Success');
		await client.login('wrong');
		expect((await client.login()).code).toBe('Success');
	});

	it('gives a token that expires, by time or by order, and says that a new one is needed', async () => {
		sandbox.cloudBilling.set({ tokenLifetimeMs: 40 });
		await client.useLogin();
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(await read()).toMatchObject({
			code: 'Error',
			message: expect.stringContaining('expired'),
		});
		sandbox.cloudBilling.set({ tokenLifetimeMs: 0 });
		await client.useLogin();
		expect(sandbox.cloudBilling.expireTokens()).toBe(2);
		expect((await read()).message).toContain('log in again');
		expect(books().refusedTokens).toBe(2);
	});

	it('never ends the ApiToken', async () => {
		client.header = tokenHeader(sandbox.cloudBilling.apiToken);
		sandbox.cloudBilling.expireTokens();
		sandbox.cloudBilling.faults.add({ do: { type: 'expireSession' } });
		expect((await read()).code).toBe('Success');
	});

	it('may be gone, or the user without rights', async () => {
		sandbox.cloudBilling.set({ loginPrivilege: 'insufficient' });
		expect((await client.login()).message).toContain('privileges');
		sandbox.cloudBilling.set({ login: 'off' });
		expect((await client.login()).fault).toBe('ActionNotSupported');
	});

	it('may want its token in an older header', async () => {
		sandbox.cloudBilling.set({ loginTokenHeader: 'old' });
		await client.useLogin();
		expect((await read()).code).toBe('Error');
		const { name, namespace } = sandbox.cloudBilling.oldTokenHeader;
		const token = leaves(client.header, 'ApiToken')[0];
		client.header = `<${name} xmlns="${namespace}">${token}</${name}>`;
		expect((await read()).code).toBe('Success');
	});
});

describe('a refused token', () => {
	it('is a fault where the switch says so, for unknown and for expired ones', async () => {
		sandbox.cloudBilling.set({ refusedToken: 'fault' });
		expect(await read()).toMatchObject({ status: 500, fault: 'Client' });
		await client.useLogin();
		sandbox.cloudBilling.expireTokens();
		expect(await read()).toMatchObject({ status: 200, code: 'Error' });
		sandbox.cloudBilling.set({ expiredToken: 'fault' });
		const answer = await read();
		expect(answer.fault).toBe('Client');
		expect(leaves(answer.text, 'faultstring')[0]).toContain('log in again');
	});

	it('does nothing, also in a write', async () => {
		const answer = await client.call('DeletePurchases', '<reason>x</reason>');
		expect(answer.code).toBe('Error');
		expect(books()).toMatchObject({ rowsDeleted: 0, refusedTokens: 1 });
	});
});
