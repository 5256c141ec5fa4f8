import type { Row, Value } from '../contract/model.mjs';
import { ResultError } from './failure.mjs';
import { pageOf, rowsArgument, textArgument, type Method, type Work } from './work.mjs';

export const customerGetByCode: Method = (args, { store, switches }) => {
	const code = textArgument(args, 'customerCode');
	const customer = code === undefined ? undefined : store.get('customer', code);
	if (customer) return customer;
	if (switches().customerNotFound === 'nil') return null;
	throw new ResultError(`There is no customer with code '${code ?? ''}'`);
};

export const customersGetAll: Method = (args, { store, switches }) => {
	const { customersPageParameter, customersPerPage } = switches();
	return pageOf(store.all('customer'), args[customersPageParameter], customersPerPage);
};

/** Insert or update by CustomerCode. Unverified: only that the API can do it is documented. */
export const uploadCustomers: Method = (args, work) => {
	const rows = rowsArgument(args, 'customers');
	const problems = rows.flatMap((row) => problemOf(row, work) ?? []);
	work.counts.rowsFailed += problems.length;
	if (problems.length > 0) throw new ResultError(problems.join('; '), true);
	for (const row of rows) writeCustomer(row, work);
	return true;
};

/** Unverified operation. */
export const addCustomerCluster: Method = (args, { store, counts }) => {
	const tagName = textArgument(args, 'tagName');
	const parentTagName = textArgument(args, 'parentTagName') ?? null;
	if (tagName === undefined) throw new ResultError('tagName is required', true);
	if (store.get('customerCluster', tagName)) {
		throw new ResultError(`The customer cluster '${tagName}' exists already`, true);
	}
	if (parentTagName !== null && !store.get('customerCluster', parentTagName)) {
		throw new ResultError(`There is no customer cluster '${parentTagName}'`, true);
	}
	store.insert('customerCluster', { TagName: tagName, ParentTagName: parentTagName });
	counts.rowsCreated += 1;
	return true;
};

/** The customer cluster must already exist. [DOC] */
function problemOf(row: Row, { store }: Work): string | undefined {
	if (!row.CustomerCode) return 'CustomerCode is required';
	const known = store.get('customer', String(row.CustomerCode));
	const cluster: Value = row.ImportTagName ?? known?.ImportTagName;
	if (!cluster || !store.get('customerCluster', String(cluster))) {
		return `${String(row.CustomerCode)}: there is no customer cluster '${String(cluster ?? '')}'`;
	}
	return undefined;
}

function writeCustomer(row: Row, { store, counts }: Work): void {
	const known = store.get('customer', String(row.CustomerCode));
	const { Id: _id, CreatedDate: _created, ...values } = row;
	if (!known) {
		store.insert('customer', values);
		counts.rowsCreated += 1;
		return;
	}
	Object.assign(known, values, { UpdatedDate: store.now() });
	counts.rowsUpdated += 1;
}
