import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { INodeProperties, INodeType, IWorkflowBase } from 'n8n-workflow';

import { packageJson, readJson, root } from './packedPackage.mjs';

const folder = join(root, 'examples');
const files = existsSync(folder)
	? readdirSync(folder).filter((file) => file.endsWith('.json'))
	: [];

const classes = createRequire(import.meta.url)(root) as Record<string, new () => INodeType>;
const nodes = Object.values(classes)
	.map((Type) => new Type())
	.filter((type) => 'description' in type);
const descriptions = new Map(
	nodes.map(({ description }) => [`${packageJson.name}.${description.name}`, description]),
);

/** What n8n itself adds to every polling trigger, and to every node as a tool. */
const GIVEN_BY_N8N = new Set(['pollTimes', 'descriptionType', 'toolDescription']);

/** The values a parameter of a node can have, or undefined where it can have any. */
function choices(properties: INodeProperties[], name: string): unknown[] | undefined {
	const fields = properties.filter((field) => field.name === name);
	if (!fields.every(({ type }) => type === 'options')) return undefined;
	return fields.flatMap(({ options = [] }) =>
		options.map((option) => ('value' in option ? option.value : undefined)),
	);
}

(files.length > 0 ? describe : describe.skip).each(files.length > 0 ? files : ['none'])(
	'the example %s',
	(file) => {
		const workflow = () => readJson<IWorkflowBase>(join(folder, file));

		test('names its nodes once and connects only those', () => {
			const { nodes: used, connections } = workflow();
			const names = used.map(({ name }) => name);
			expect(new Set(names).size).toBe(names.length);
			const targets = Object.values(connections).flatMap((outputs) =>
				Object.values(outputs).flatMap((branches) =>
					branches.flatMap((branch) => (branch ?? []).map(({ node }) => node)),
				),
			);
			expect(names).toEqual(expect.arrayContaining([...Object.keys(connections), ...targets]));
		});

		test('uses only parameters and choices that the nodes have', () => {
			const own = workflow().nodes.filter(({ type }) => type.startsWith(packageJson.name));
			expect(own.length).toBeGreaterThan(0);
			for (const { name, type, parameters } of own) {
				// n8n makes the tool out of the node.
				const description = descriptions.get(type.replace(/Tool$/, ''));
				expect({ name, type, known: description !== undefined }).toMatchObject({ known: true });
				for (const [parameter, value] of Object.entries(parameters)) {
					if (GIVEN_BY_N8N.has(parameter)) continue;
					expect(description!.properties.map((field) => field.name)).toContain(parameter);
					const allowed = choices(description!.properties, parameter);
					const isExpression = typeof value === 'string' && value.startsWith('=');
					if (allowed && !isExpression) expect(allowed).toContain(value);
				}
			}
		});

		test('carries no credential of anyone', () => {
			const ids = workflow().nodes.flatMap(({ credentials = {} }) =>
				Object.values(credentials).flatMap(({ id }) => id ?? []),
			);
			expect(ids).toEqual([]);
		});
	},
);
