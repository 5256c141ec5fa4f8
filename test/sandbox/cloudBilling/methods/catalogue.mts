import { instantNamed } from '../values.mjs';
import { ResultError } from './failure.mjs';
import { listArgument, rowsArgument, textArgument, type Method, type Work } from './work.mjs';

export const addProductCluster: Method = (args, { store, counts }) => {
	const tagName = textArgument(args, 'tagName');
	const parentTagName = textArgument(args, 'parentTagName') ?? null;
	const aliases = listArgument(args, 'aliases');
	if (tagName === undefined) throw new ResultError('tagName is required', true);
	if (store.get('productCluster', tagName)) {
		throw new ResultError(`The product cluster '${tagName}' exists already`, true);
	}
	if (parentTagName !== null && !store.get('productCluster', parentTagName)) {
		throw new ResultError(`There is no product cluster '${parentTagName}'`, true);
	}
	const taken = aliases.find((alias) => store.productOf(alias) !== undefined);
	if (taken !== undefined) throw new ResultError(`The alias '${taken}' is taken`, true);
	store.insert('productCluster', {
		TagName: tagName,
		ParentTagName: parentTagName,
		Aliases: aliases,
		BillingOutputTags: listArgument(args, 'billingOutputTags'),
		ShowInProductPlan: args.showInProductPlan === true,
	});
	counts.rowsCreated += 1;
	return true;
};

/** Rules of the product that hold for the customer's cluster or one above it. Ends inclusive (unverified). */
export const findPriceRuleWithValidity: Method = (args, work) => {
	const { store } = work;
	const code = textArgument(args, 'customerCode');
	const product = textArgument(args, 'productClusterTagName');
	const customer = code === undefined ? undefined : store.get('customer', code);
	if (!customer) throw new ResultError(`There is no customer with code '${code ?? ''}'`);
	if (product === undefined || !store.get('productCluster', product)) {
		throw new ResultError(`There is no product cluster '${product ?? ''}'`);
	}
	const from = instantNamed('fromDate', args.fromDate) ?? -Infinity;
	const to = instantNamed('toDate', args.toDate) ?? Infinity;
	const clusters = clustersAbove(customer.ImportTagName, work);
	return store.all('pricingRule').filter((rule) => {
		if (rule.ProductClusterTagName !== product) return false;
		if (!clusters.includes(rule.CustomerClusterTagName)) return false;
		const end = rule.ValidTo === null ? Infinity : Date.parse(rule.ValidTo);
		return Date.parse(rule.ValidFrom) <= to && end >= from;
	});
};

/** Unverified operation. Rules are never deleted, only ended by ValidTo. [DOC] */
export const uploadPricingRules: Method = (args, { store, counts }) => {
	const product = textArgument(args, 'productClusterTagName') ?? '';
	const cluster = textArgument(args, 'customerClusterTagName') ?? '';
	if (!store.get('productCluster', product)) {
		throw new ResultError(`There is no product cluster '${product}'`, true);
	}
	if (!store.get('customerCluster', cluster)) {
		throw new ResultError(`There is no customer cluster '${cluster}'`, true);
	}
	for (const row of rowsArgument(args, 'pricingRules')) {
		const known = store.get('pricingRule', String(row.Id ?? ''));
		if (known) {
			Object.assign(known, row);
			counts.rowsUpdated += 1;
			continue;
		}
		const { Id: _id, ...values } = row;
		const place = { ProductClusterTagName: product, CustomerClusterTagName: cluster };
		store.insert('pricingRule', { ...values, ...place });
		counts.rowsCreated += 1;
	}
	return true;
};

function clustersAbove(tagName: string, { store }: Work): string[] {
	const found: string[] = [];
	let name: string | null = tagName;
	while (name !== null && !found.includes(name)) {
		found.push(name);
		name = store.get('customerCluster', name)?.ParentTagName ?? null;
	}
	return found;
}
