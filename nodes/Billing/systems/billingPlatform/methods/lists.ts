import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { valueOf } from '../metadata';
import { chosenEntity, forEditor } from './context';

/** Entities of the org, by name or label. */
export async function searchEntities(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const rows = await forEditor(this, async (client) => await client.entities());
	const entries = rows.map((row) => {
		const value = valueOf(row, 'EntityName');
		const label = valueOf(row, 'EntityLabel');
		return { value, name: label && label !== value ? `${value} (${label})` : value };
	});
	return { results: matching(entries, filter) };
}

/** Fields of the chosen entity, by name or label. */
export async function searchFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return { results: matching(await fieldEntries(this), filter) };
}

export async function getFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await fieldEntries(this);
}

async function fieldEntries(
	ctx: ILoadOptionsFunctions,
): Promise<Array<{ name: string; value: string }>> {
	const fields = await forEditor(ctx, async (client) => await client.fields(chosenEntity(ctx)));
	return fields.map(({ name, label }) => ({
		value: name,
		name: label !== name ? `${name} (${label})` : name,
	}));
}

function matching(entries: INodeListSearchItems[], filter = ''): INodeListSearchItems[] {
	const wanted = filter.trim().toLowerCase();
	return entries.filter(({ name }) => name.toLowerCase().includes(wanted));
}
