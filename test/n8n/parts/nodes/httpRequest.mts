import assert from 'node:assert/strict';

import type { INodeParameters } from 'n8n-workflow';

import type { MadeCredential } from '../../../demo/examples.mjs';
import type { Execution } from '../../harness/execution.mjs';
import type { Place } from '../../harness/place.mjs';
import type { Test } from '../../runner.mjs';
import { allClosed, sessionsOf } from '../sessions.mjs';
import { handOn, type NodeSketch, START } from '../workflows.mjs';

const NODE = 'HTTP Request';

/** n8n's HTTP Request node with each of our credentials: what the README promises, no more. */
export async function httpRequest(place: Place, test: Test): Promise<void> {
	const { rest, credentials, oAuth2Credential, sandbox } = place;
	const { billingPlatform, cloudBilling } = sandbox;
	const send = async (
		credential: MadeCredential,
		parameters: INodeParameters,
	): Promise<Execution> => {
		const { id } = await rest.createWorkflow(handOn([], request(credential, parameters)));
		return await rest.run(id, START);
	};
	const query = {
		url: `${billingPlatform.baseUrl}/rest/2.0/query`,
		sendQuery: true,
		queryParameters: {
			parameters: [{ name: 'sql', value: 'SELECT Id, Name FROM ACCOUNT WHERE Id < 4' }],
		},
	};
	const logout = { url: `${billingPlatform.baseUrl}/rest/2.0/logout`, method: 'POST' };

	await test('gives the HTTP Request node one session of BillingPlatform for all runs', async () => {
		billingPlatform.reset();
		for (let run = 0; run < 2; run += 1) {
			const ended = await send(credentials.billingPlatform, query);
			assert.equal(ended.error, undefined);
			assert.equal(found(ended).length, 3);
			assert.ok(!ended.everything().includes(billingPlatform.password));
		}
		assert.deepEqual(sessionsOf(place), { logins: 1, logouts: 0, open: 1 });
	});

	await test('renews that session when BillingPlatform refuses it, in either form', async () => {
		for (const expiredSessionForm of ['unauthorized401', 'errors500'] as const) {
			billingPlatform.set({ expiredSessionForm });
			billingPlatform.expireSessions();
			const ended = await send(credentials.billingPlatform, query);
			assert.equal(ended.error, undefined);
			assert.equal(found(ended).length, 3);
		}
		assert.deepEqual(sessionsOf(place), { logins: 3, logouts: 0, open: 1 });
	});

	await test('closes that session by a request for a logout', async () => {
		const ended = await send(credentials.billingPlatform, logout);
		assert.equal(ended.error, undefined);
		assert.deepEqual(sessionsOf(place), { logins: 3, logouts: 1, open: 0 });
	});

	await test('sends a write of the HTTP Request node once, though its answer was lost', async () => {
		billingPlatform.reset();
		await send(credentials.billingPlatform, query);
		const lost = { type: 'status', code: 500, afterWork: true } as const;
		billingPlatform.faults.add({ match: { kind: 'create' }, do: lost });
		const account = { Name: 'Sent once', Status: 'ACTIVE', AccountTypeId: '2' };
		const ended = await send(credentials.billingPlatform, {
			url: `${billingPlatform.baseUrl}/rest/2.0/ACCOUNT`,
			method: 'POST',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: JSON.stringify({ brmObjects: [account] }),
		});
		assert.equal(ended.status, 'error');
		assert.equal(billingPlatform.books().rowsCreated, 1);
		assert.deepEqual(sessionsOf(place), { logins: 1, logouts: 0, open: 1 });
	});

	await test('gives the HTTP Request node a token of BillingPlatform', async () => {
		billingPlatform.reset();
		for (let run = 0; run < 2; run += 1) {
			const ended = await send(oAuth2Credential, query);
			assert.equal(ended.error, undefined);
			assert.equal(found(ended).length, 3);
			assert.ok(!ended.everything().includes(billingPlatform.clientSecret));
		}
		assert.equal(billingPlatform.books().tokens, 1);
		assert.deepEqual(sessionsOf(place), allClosed(0));
	});

	await test('puts the token of CloudBilling into an envelope that the user wrote', async () => {
		cloudBilling.reset();
		const [customer] = cloudBilling.rows('customer');
		const operation = 'CustomerGetByCode';
		const ended = await send(credentials.cloudBilling, {
			url: cloudBilling.endpoint,
			method: 'POST',
			sendHeaders: true,
			headerParameters: {
				parameters: [{ name: 'SOAPAction', value: `"http://tempuri.org/IPublicApi/${operation}"` }],
			},
			sendBody: true,
			contentType: 'raw',
			rawContentType: 'text/xml; charset=utf-8',
			body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><${operation} xmlns="http://tempuri.org/"><customerCode>${String(customer.CustomerCode)}</customerCode></${operation}></s:Body></s:Envelope>`,
		});
		assert.equal(ended.error, undefined);
		const [{ data }] = ended.items(NODE);
		assert.ok(String(data).includes(String(customer.CustomerName)), String(data));
		assert.ok(!ended.everything().includes(cloudBilling.apiToken));
		assert.equal(place.vendors.cloudBilling.complaint(), undefined);
	});
}

/** The rows that a query gave. */
function found(execution: Execution): unknown[] {
	return execution.items(NODE)[0].queryResponse as unknown[];
}

function request(
	{ id, name, credentialType }: MadeCredential,
	parameters: INodeParameters,
): NodeSketch {
	return {
		name: NODE,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			authentication: 'predefinedCredentialType',
			nodeCredentialType: credentialType,
			...parameters,
			options: {},
		},
		credentials: { [credentialType]: { id, name } },
	};
}
