import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { withoutWsdl } from '../contractSource';
import { forEditor } from './context';

/** Operations of the service, by name. */
export async function searchOperations(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await forEditor(this, ({ service }) => {
		const operations = [...service.contract.operations.values()];
		const usable = operations.filter(({ unsupported }) => unsupported === undefined);
		return matching(
			usable.map(({ name }) => name),
			filter,
		);
	});
}

/** Operations that take a list of purchases. */
export async function searchUploadOperations(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await forEditor(this, (client) => {
		const { fromWsdl, problem } = client.service;
		if (!fromWsdl) throw withoutWsdl('The upload of purchases', problem);
		return matching(
			client.uploadCandidates().map(({ operation }) => operation),
			filter,
		);
	});
}

function matching(names: string[], filter: string): INodeListSearchResult {
	const wanted = filter.trim().toLowerCase();
	const found = names.filter((name) => name.toLowerCase().includes(wanted)).sort();
	return { results: found.map((name) => ({ name, value: name })) };
}
