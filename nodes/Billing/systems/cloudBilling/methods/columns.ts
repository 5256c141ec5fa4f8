import type {
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { METADATA_LISTS } from '../metadata';
import { type Contract, fieldOf, listItem, type Member, parametersOf, typeOf } from '../wsdl/model';
import { chosen, forEditor } from './context';

/** The form of an operation: a field for each of its parameters. */
export async function parameterColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const name = chosen(this, 'operationName');
	return await forEditor(this, ({ service: { contract } }) => {
		const operation = contract.operations.get(name);
		if (!operation) {
			const emptyFieldsNotice =
				name === ''
					? 'Choose an operation first.'
					: `The service lists no operation "${name}". Choose another, or check the WSDL in the credential.`;
			return { fields: [], emptyFieldsNotice };
		}
		return { fields: parametersOf(contract, operation).map((member) => column(contract, member)) };
	});
}

/** The members of a purchase, as the service's upload operation takes them. */
export async function purchaseColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const name = chosen(this, 'uploadOperation');
	return await forEditor(this, (client) => {
		const candidates = client.uploadCandidates();
		const found = candidates.find(({ operation }) => operation === name) ?? candidates[0];
		if (!found) {
			const emptyFieldsNotice =
				'The WSDL of the service could not be read, or it has no operation that takes purchases.';
			return { fields: [], emptyFieldsNotice };
		}
		const needed = [
			'PurchaseReference',
			'CustomerCode',
			'ProductLabel',
			'PurchaseDate',
			'Quantity',
		];
		return { fields: recordColumns(client.service.contract, found.item, needed) };
	});
}

/** The members of an ad hoc invoice. */
export async function invoiceColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const withPeriod = this.getCurrentNodeParameter('withPeriod') !== false;
	return await forEditor(this, ({ service: { contract } }) => {
		const operation = contract.operations.get(withPeriod ? 'UploadInvoices2' : 'UploadInvoices');
		const [list] = operation ? parametersOf(contract, operation) : [];
		const item = list && (list.repeated ? list : listItem(typeOf(contract, list.type)));
		if (!item) {
			return { fields: [], emptyFieldsNotice: 'The service has no such operation in its WSDL.' };
		}
		return { fields: recordColumns(contract, item, ['CustomerCode', 'InvoiceReference']) };
	});
}

function recordColumns(contract: Contract, item: Member, needed: string[]): ResourceMapperField[] {
	const type = typeOf(contract, item.type);
	const members = type?.kind === 'complex' ? type.members : [];
	// Metadata has columns of its own; the lists themselves would be the same twice.
	return members
		.filter(({ name }) => !METADATA_LISTS.some((list) => list === name))
		.map((member) => ({
			...column(contract, member),
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
