import type { IDataObject } from 'n8n-workflow';
import { cloudStep, type FreshCloud } from '../../support/cloudTest.mjs';
import { errorOf, outputOf } from '../../support/oneNode.mjs';
import { inEach, type Registry, type Rules } from './registry.mjs';
import { getCustomer, upload } from './steps.mjs';

const readable: Rules = {
	'the WSDL is read': async (fresh) => {
		expect(await outputOf(fresh.test, upload())).toHaveLength(3);
	},
};

/** The documented methods need no WSDL, but the name of the contract. */
const unreadable = (reason: RegExp): Rules => ({
	'the documented methods work with the name of the contract': async (fresh) => {
		fresh.cloud.set({ singleWsdl: 'off' });
		fresh.change({ advanced: true, contractName: 'IPublicApi' });
		expect(await outputOf(fresh.test, getCustomer)).toHaveLength(1);
	},
	'the upload says why there is no WSDL': async (fresh) => {
		fresh.cloud.set({ singleWsdl: 'off' });
		expect(await errorOf(fresh.test, upload())).toMatch(reason);
		expect(fresh.cloud.books().wsdlRequests).toBeLessThan(20);
	},
});

/** What becomes of values whose types no page gives: a flag of a document, a number of an invoice's details. */
async function untyped(fresh: FreshCloud): Promise<string[]> {
	const documents = cloudStep('document', 'getAll', { customerCodes: '101001' });
	const [{ IsGrouped }] = await outputOf(fresh.test, documents);
	const [{ Id }] = fresh.rows('invoice');
	const details = cloudStep('invoice', 'get', { invoiceId: Id as string });
	const [{ Header }] = await outputOf(fresh.test, details);
	return [typeof IsGrouped, typeof (Header as IDataObject).LastCalculatedTotal];
}

/** Whether and how the WSDL is served. */
export const wsdl = {
	metadata: {
		on: {
			...readable,
			'numbers and flags come as such': async (fresh) => {
				expect(await untyped(fresh)).toEqual(['boolean', 'number']);
			},
		},
		off: {
			...unreadable(/web page \(HTML\)/),
			'flags of documents come as such, numbers of the details of an invoice as text': async (
				fresh,
			) => {
				fresh.change({ advanced: true, contractName: 'IPublicApi' });
				expect(await untyped(fresh)).toEqual(['boolean', 'string']);
			},
		},
	},
	singleWsdl: inEach(['on', 'off'], readable),
	wsdlLayout: inEach(['imports', 'oneNamespace'], {
		'the WSDL is read from its parts': async (fresh) => {
			fresh.cloud.set({ singleWsdl: 'off' });
			expect(await outputOf(fresh.test, upload())).toHaveLength(3);
		},
	}),
	importHost: {
		requested: readable,
		internal: {
			...readable,
			...unreadable(/another host \(http:\/\/cb-app-01\)/),
		},
	},
	addressHost: inEach(['internal', 'requested'], {
		...readable,
		'calls go to the address in the credential': async (fresh) => {
			expect(await outputOf(fresh.test, getCustomer)).toHaveLength(1);
			expect(fresh.calls()).toEqual({ CustomerGetByCode: 1 });
		},
	}),
	wsdlTrap: {
		none: readable,
		circle: {
			'a circle is read once': async (fresh) => {
				fresh.cloud.set({ singleWsdl: 'off' });
				expect(await outputOf(fresh.test, upload())).toHaveLength(3);
				expect(fresh.cloud.books().wsdlRequests).toBeLessThan(20);
			},
		},
		otherHost: unreadable(/another host \(http:\/\/other-host\.example\)/),
		file: unreadable(/"file:\/\/\/etc\/hostname", which is not an http\(s\) address/),
		endless: unreadable(/more than 10 levels deep/),
	},
} satisfies Partial<Registry>;
