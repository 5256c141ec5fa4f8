import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import type { Call, Reply } from '../../sandbox/exchange.mjs';
import type { CloudBillingStandIn, CloudBillingSwitches } from '../../sandbox/index.mjs';
import type { WorkflowJson } from '../harness/index.mjs';
import { BillingTest } from './billingTest.mjs';
import { errorOf, type Step } from './oneNode.mjs';

type Node = WorkflowJson['nodes'][number];

const used = new Set<string>();

/**
 * A test on the stand-in for CloudBilling, at an address that this file has not used before: the node keeps
 * the contract that it has read at an address.
 */
export async function createCloudTest(): Promise<BillingTest> {
	for (;;) {
		const test = await BillingTest.create();
		const { endpoint } = test.cloud;
		if (!used.has(endpoint)) {
			used.add(endpoint);
			return test;
		}
		await test.stop();
	}
}

/** A fresh stand-in for every test of the file; no request may have had members that WCF would not have seen. */
export class FreshCloud {
	private current: BillingTest | undefined;

	constructor(switches: Partial<CloudBillingSwitches> = {}) {
		beforeEach(async () => {
			this.current = await createCloudTest();
			this.cloud.set(switches);
		});
		afterEach(async () => {
			const { dropped } = this.cloud.books();
			await this.test.stop();
			expect(dropped).toEqual([]);
		});
	}

	get test(): BillingTest {
		if (!this.current) throw new Error('There is a stand-in only while a test runs');
		return this.current;
	}

	get cloud(): CloudBillingStandIn {
		return this.test.cloud;
	}

	/** What the stand-in holds now. */
	rows(entity: string, isWanted: (row: IDataObject) => boolean = () => true): IDataObject[] {
		return (this.cloud.rows(entity) as IDataObject[]).filter(isWanted);
	}

	/** How often each operation was called, those that were not left out. */
	calls(): Record<string, number> {
		const { callsBy } = this.cloud.books();
		return Object.fromEntries(
			Object.entries(callsBy).filter(([kind, count]) => count > 0 && kind !== 'wsdl'),
		);
	}

	/** Changes what is saved as a credential; by default the one with the API token. */
	change(changes: ICredentialDataDecryptedObject, id: 'cloud' | 'cloudUser' = 'cloud'): void {
		changeCredential(this.test, changes, id);
	}
}

export function changeCredential(
	{ engine: { credentials } }: BillingTest,
	changes: ICredentialDataDecryptedObject,
	id: 'cloud' | 'cloudUser' = 'cloud',
): void {
	const { name, type } = credentials.get(id);
	credentials.set(id, { name, type, data: { ...credentials.data(id), ...changes } });
}

/** Settings of a node that uses the deprecated Login. */
export const BY_LOGIN: Partial<Node> = {
	credentials: { cloudBillingApi: { id: 'cloudUser', name: 'CloudBilling, user' } },
};

export const cloudStep = (
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	more: Pick<Step, 'records' | 'node' | 'run'> = {},
): Step => ({ system: 'cloudBilling', resource, operation, parameters, ...more });

/** Operation: Call with parameters as JSON. */
export const callStep = (
	operation: string,
	parameters: IDataObject = {},
	more: INodeParameters = {},
): Step =>
	cloudStep('operation', 'call', {
		operationName: { __rl: true, mode: 'name', value: operation },
		parameterMode: 'json',
		parametersJson: JSON.stringify(parameters),
		...more,
	});

/** The run stops for the reason given, and no call has left n8n; the WSDL may have been read. */
export async function refusedUncalled(
	test: BillingTest,
	step: Step,
	reason: RegExp | string,
): Promise<void> {
	const text = await errorOf(test, step);
	if (typeof reason === 'string') expect(text).toContain(reason);
	else expect(text).toMatch(reason);
	const { calls, wsdlRequests } = test.cloud.books();
	expect(calls - wsdlRequests).toBe(0);
}

/** Everything that the stand-in is asked and answers from now on, headers and bodies included. */
export function listenTo(cloud: CloudBillingStandIn): Array<{ call: Call; reply: Reply }> {
	const heard: Array<{ call: Call; reply: Reply }> = [];
	const answer = cloud.answer.bind(cloud);
	cloud.answer = (call) => {
		const reply = answer(call);
		heard.push({ call, reply });
		return reply;
	};
	return heard;
}

/** Changes what the stand-in answers to calls of one kind, after it has done the work. */
export function rewriteAnswers(
	cloud: CloudBillingStandIn,
	kind: string,
	change: (body: string) => string,
): void {
	const answer = cloud.answer.bind(cloud);
	cloud.answer = (call) => {
		const reply = answer(call);
		return cloud.kindOf(call) === kind ? { ...reply, body: change(reply.body) } : reply;
	};
}

/** A purchase that the stand-in takes. */
export const newPurchase = (number: number, more: IDataObject = {}): IDataObject => ({
	CustomerCode: '101001',
	ProductLabel: 'sms',
	PurchaseDate: '2026-01-15T10:00:00Z',
	PurchaseReference: `T-${String(number).padStart(5, '0')}`,
	Quantity: number,
	...more,
});

export const newPurchases = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => newPurchase(index + 1));
