import type {
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { descriptionOf, messageOf } from '../../../errors';
import { withoutWsdl } from '../contractSource';
import { METADATA_LISTS } from '../metadata';
import {
	type Contract,
	entryOf,
	fieldOf,
	type Member,
	membersOf,
	parametersOf,
} from '../wsdl/model';
import { chosen, forEditor } from './context';

/** The form of an operation: a field for each of its parameters. */
export async function parameterColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const name = chosen(this, 'operationName');
	return await forEditor(this, ({ service: { contract, fromWsdl, problem } }) => {
		if (name === '') return noFields('Choose an operation first.');
		const operation = contract.operations.get(name);
		if (operation) {
			return {
				fields: parametersOf(contract, operation).map((member) => column(contract, member)),
			};
		}
		if (!fromWsdl) return noFields(inWords(withoutWsdl(`The operation "${name}"`, problem)));
		return noFields(
			`The service lists no operation "${name}". Choose another, or check the WSDL in the credential.`,
		);
	});
}

const NEEDED = ['PurchaseReference', 'CustomerCode', 'ProductLabel', 'PurchaseDate', 'Quantity'];

/** The members of a purchase, as the service's upload operation takes them. */
export async function purchaseColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const name = chosen(this, 'uploadOperation');
	return await forEditor(this, (client) => {
		try {
			const { item } = client.uploadOperation(name);
			return { fields: recordColumns(client.service.contract, item, NEEDED) };
		} catch (error) {
			return noFields(inWords(error));
		}
	});
}

function noFields(emptyFieldsNotice: string): ResourceMapperFields {
	return { fields: [], emptyFieldsNotice };
}

function inWords(error: unknown): string {
	return [messageOf(error), descriptionOf(error)].filter(Boolean).join('. ');
}

/** The members of an ad hoc invoice. */
export async function invoiceColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const withPeriod = this.getCurrentNodeParameter('withPeriod') !== false;
	return await forEditor(this, ({ service: { contract } }) => {
		const operation = contract.operations.get(withPeriod ? 'UploadInvoices2' : 'UploadInvoices');
		const [list] = operation ? parametersOf(contract, operation) : [];
		const item = list && entryOf(contract, list);
		if (!item) return noFields('The service has no such operation in its WSDL.');
		return { fields: recordColumns(contract, item, ['CustomerCode', 'InvoiceReference']) };
	});
}

function recordColumns(contract: Contract, item: Member, needed: string[]): ResourceMapperField[] {
	return membersOf(contract, item).map((member) => ({
		...column(contract, member),
		// Given as names with their values: no WSDL knows the names, so there can be no column for each.
		...(METADATA_LISTS.some((list) => list === member.name) && { type: 'object' as const }),
		removed: !member.required && !needed.includes(member.name),
	}));
}

function column(contract: Contract, member: Member): ResourceMapperField {
	const { kind, values } = fieldOf(contract, member);
	return {
		id: member.name,
		displayName: member.name,
		required: member.required,
		defaultMatch: false,
		display: true,
		type: kind,
		...(values && { options: values.map((value) => ({ name: value, value })) }),
	};
}
