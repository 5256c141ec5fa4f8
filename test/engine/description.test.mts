import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IExecuteFunctions, INodeParameters, INodeProperties, INodeType } from 'n8n-workflow';
import { BillingTest } from './support/billingTest.mjs';
import {
	built,
	choices,
	everyProperty,
	fieldsIn,
	isShown,
	levels,
	node,
	type Operation,
	operations,
	properties,
	resources,
} from './support/description.mjs';
import { faultsOfSchema, faultsOfValue, type JsonSchema } from './support/jsonSchema.mjs';
import { outputOf, type Step } from './support/oneNode.mjs';
import { SAMPLES } from './support/samples.mjs';

const NODE_FOLDER = 'dist/nodes/Billing';
const named = operations.map((each): [string, Operation] => [
	`${each.resource}/${each.operation}`,
	each,
]);
const sorted = (names: string[]) => [...names].sort((a, b) => a.localeCompare(b));

describe('the choices', () => {
	test.each(resources.map(({ value }) => [value]))('resource %s has operations', (resource) => {
		const own = operations.filter((each) => each.resource === resource);
		expect(own.length).toBeGreaterThan(0);
		const selectors = properties.filter(
			(property) =>
				property.name === 'operation' && isShown(property, { system: 'billingPlatform', resource }),
		);
		expect(selectors).toHaveLength(1);
		expect(own.map(({ operation }) => operation)).toContain(selectors[0].default);
	});

	test.each(named)('%s has an action, a description and fields', (_, { option, fields }) => {
		expect(option.action).toMatch(/^[A-Z]\S*( \S+)+$/);
		expect(option.description).toMatch(/\S/);
		expect(fields.length).toBeGreaterThan(0);
	});

	test.each(named)('%s has an action in the singular, unless it is of many', (_, { option }) => {
		const { action = '' } = option;
		const [, article, noun] = / (an?) (\w)/.exec(action) ?? [];
		expect(action).toMatch(/^Get many |^Get import statistics | an? /);
		// "An SQL query" is said as it is spelled.
		if (noun) expect(article).toBe(/[aeiouAS]/.test(noun) ? 'an' : 'a');
	});

	// n8n's editor forgets a value that the dropdown shown then does not have, but sees nothing that is at its default.
	test.each([
		['another resource', { resource: 'query' }, 'execute'],
		['another resource again', { resource: 'record' }, 'create'],
		['another system', { system: 'cloudBilling' }, 'get'],
		['the first system again', { system: 'billingPlatform' }, 'create'],
		['a resource of another system', { system: 'cloudBilling', resource: 'purchase' }, 'upload'],
	])('of operations are those of %s, to an editor that sees it alone', (_, seen, operation) => {
		const shown = properties.filter(
			(property) => property.name === 'operation' && isShown(property, seen),
		);
		expect(shown).toHaveLength(1);
		expect(choices(shown[0].options).map(({ value }) => value)).toContain(operation);
	});

	test('of operations have different actions', () => {
		const actions = operations.map(({ option }) => option.action);
		expect(new Set(actions).size).toBe(actions.length);
	});

	test.each(
		everyProperty
			.filter(({ type }) => type === 'options')
			.map((each) => [each.name, each] as const),
	)('of %s hold the default', (_, { options, default: value }) => {
		expect(choices(options).map((choice) => choice.value)).toContain(value);
	});

	const long = everyProperty.filter(({ options = [] }) => options.length >= 5);
	for (const { name, type, options } of long) {
		test(`of ${name}, five and more, are in alphabetical order`, () => {
			const names =
				type === 'collection'
					? fieldsIn(options).map(({ displayName }) => displayName)
					: choices(options).map((choice) => choice.name);
			expect(names).toEqual(sorted(names));
		});
	}
});

describe('the conditions for showing a field', () => {
	/** The property that a condition names: beside the field, or at the top. */
	const target = (key: string, level: INodeProperties[]) =>
		key.startsWith('/')
			? properties.find(({ name }) => name === key.slice(1))
			: (level.find(({ name }) => name === key) ?? undefined);

	const conditions = levels(properties).flatMap((level) =>
		level.flatMap(({ name, displayOptions = {} }) =>
			[displayOptions.show, displayOptions.hide].flatMap((part) =>
				Object.entries(part ?? {}).map(([key, values]) => ({ name, key, values, level })),
			),
		),
	);

	test('name fields that exist, and values that these can have', () => {
		for (const { name, key, values = [], level } of conditions) {
			if (key.startsWith('@')) continue;
			const candidates = key.startsWith('/')
				? [target(key, level)]
				: level.filter((each) => each.name === key);
			const possible = candidates.flatMap((each) => {
				if (each?.type === 'boolean') return [true, false];
				// Nothing chosen yet: the only value that is known of one.
				if (each?.type === 'resourceLocator') return [''];
				return choices(each?.options).map(({ value }) => value);
			});
			for (const value of values)
				expect({ name, key, possible }).toMatchObject({
					possible: expect.arrayContaining([value]),
				});
		}
		expect(conditions.length).toBeGreaterThan(50);
	});

	test('of the credentials name a system and an authentication that exist', () => {
		const shown = ['password', 'oAuth2'].map((authentication) =>
			node.description.credentials?.filter(({ displayOptions }) =>
				displayOptions?.show?.authentication?.includes(authentication),
			),
		);
		expect(shown.map((list) => list?.map(({ name }) => name))).toEqual([
			['billingPlatformApi'],
			['billingPlatformOAuth2Api'],
		]);
	});
});

describe('the fields', () => {
	test.each(['record/getAll', 'query/execute'])('of %s have Return All and Limit', (name) => {
		const { fields } = new Map(named).get(name) ?? { fields: [] };
		const limit = fields.find((field) => field.name === 'limit');
		expect(fields.find((field) => field.name === 'returnAll')).toMatchObject({ default: false });
		expect(limit).toMatchObject({ default: 50, displayOptions: { show: { returnAll: [false] } } });
	});

	test('of every operation end with Options, where a request can be timed and repeated', () => {
		for (const { fields, options } of operations) {
			expect(fields.at(-1)).toMatchObject({ name: 'options', type: 'collection' });
			expect(options.map(({ name }) => name)).toEqual(
				expect.arrayContaining(['retries', 'timeout']),
			);
		}
	});

	test('of every operation wait longer than the 400 s after which the vendor gives up', () => {
		for (const { options } of operations) {
			expect(options.find(({ name }) => name === 'timeout')).toMatchObject({ default: 420_000 });
		}
	});

	test('that load a list or columns name a method of the node', () => {
		const uses = everyProperty.flatMap(({ typeOptions, modes = [] }) => [
			['loadOptions', typeOptions?.loadOptionsMethod] as const,
			['resourceMapping', typeOptions?.resourceMapper?.resourceMapperMethod] as const,
			...modes.map((mode) => ['listSearch', mode.typeOptions?.searchListMethod] as const),
		]);
		const used = uses.filter(([, name]) => name !== undefined);
		for (const [kind, name] of used) {
			expect(Object.keys(node.methods?.[kind] ?? {})).toContain(name);
		}
		const existing = Object.values(node.methods ?? {}).flatMap((group) => Object.keys(group));
		expect(sorted([...new Set(used.map(([, name]) => String(name)))])).toEqual(sorted(existing));
	});

	test('that are chosen from a list can also be typed', () => {
		for (const { type, modes = [] } of everyProperty) {
			if (type !== 'resourceLocator') continue;
			expect(modes.map((mode) => mode.type)).toEqual(['list', 'string']);
		}
	});

	// n8n gives it little time, by the clock: on a busy machine good runs would fail before they begin.
	test('that are chosen from a list have no pattern that n8n tests when a run begins', () => {
		const modes = everyProperty.flatMap(({ modes: all = [] }) => all);
		expect(modes.length).toBeGreaterThan(0);
		expect(modes.filter(({ validation }) => validation)).toEqual([]);
	});

	test('have a description, a hint or a placeholder, or are plain by their name', () => {
		const plain =
			/^(Resource|Operation|Authentication|Billing System|Direction|Field|Name|Value|Operator|Format|Method|Options|Fields|Query Parameters|Parameter|Condition)$/;
		const bare = everyProperty.filter(
			({ displayName, description, hint, placeholder }) =>
				!description && !hint && !placeholder && !plain.test(displayName),
		);
		expect(bare.map(({ displayName }) => displayName)).toEqual([]);
	});
});

interface Reading {
	/** Names as the operation asks for them. */
	names: Set<string>;
	parameters: object;
}

/** Runs the steps and notes which parameters the node asks n8n for. */
async function readingsOf(name: string): Promise<Reading[]> {
	const billingTest = await BillingTest.create();
	const { before = [], steps } = SAMPLES[name];
	for (const step of before) await outputOf(billingTest, step);
	const readings: Reading[] = [];
	const prototype = built.Billing.prototype as Required<Pick<INodeType, 'execute'>>;
	const { execute } = prototype;
	const spy = jest.spyOn(prototype, 'execute').mockImplementation(async function (
		this: IExecuteFunctions,
	) {
		const names = new Set<string>();
		readings.push({ names, parameters: this.getNode().parameters });
		const { getNodeParameter } = this;
		const getNode = this.getNode.bind(this);
		// What is merely a field of the item is read without asking n8n. Here n8n is to be asked for all.
		this.getNode = () => {
			const node = getNode();
			const text = JSON.stringify(node.parameters).replaceAll('{{ $json.', '{{ ($json).');
			return { ...node, parameters: JSON.parse(text) as INodeParameters };
		};
		this.getNodeParameter = ((...asked: Parameters<typeof getNodeParameter>) => {
			names.add(asked[0]);
			return getNodeParameter(...asked) as unknown;
		}) as typeof getNodeParameter;
		return await execute.call(this);
	});
	try {
		for (const step of steps) await outputOf(billingTest, step);
	} finally {
		spy.mockRestore();
		await billingTest.stop();
	}
	return readings;
}

describe('what an operation reads', () => {
	const SELECTORS = ['system', 'resource', 'operation', 'authentication'];

	test('is tried for every operation', () => {
		expect(sorted(Object.keys(SAMPLES))).toEqual(sorted(named.map(([name]) => name)));
	});

	test.each(named)(
		'of %s is what it shows, and all that it shows is read',
		async (name, { fields, options }) => {
			const readings = await readingsOf(name);
			for (const { names, parameters } of readings) {
				const shown = fields
					.filter((field) => isShown(field, parameters))
					.map((field) => field.name);
				const readable = [
					...SELECTORS,
					...shown,
					...options.map((option) => `options.${option.name}`),
				];
				expect(readable).toEqual(expect.arrayContaining([...names]));
			}
			const read = new Set(readings.flatMap(({ names }) => [...names]));
			const offered = [
				...fields.map((field) => field.name).filter((field) => field !== 'options'),
				...options.map((option) => `options.${option.name}`),
			];
			expect(offered.filter((field) => !read.has(field))).toEqual([]);
		},
	);
});

describe('the output schema', () => {
	const schemaOf = (name: string): JsonSchema =>
		JSON.parse(
			readFileSync(join(NODE_FOLDER, '__schema__/v1.0.0', `${name}.json`), 'utf8'),
		) as JsonSchema;

	test.each(named)('of %s is there, is valid, and holds for what comes out', async (name) => {
		const schema = schemaOf(name);
		expect(faultsOfSchema(schema)).toEqual([]);
		const billingTest = await BillingTest.create();
		const { before = [], steps } = SAMPLES[name];
		const rows: object[] = [];
		for (const step of before) await outputOf(billingTest, step);
		for (const step of steps) rows.push(...(await outputOf(billingTest, withoutConversion(step))));
		await billingTest.stop();
		expect(rows.length).toBeGreaterThan(0);
		for (const row of rows) expect(faultsOfValue(schema, row)).toEqual([]);
	});
});

/** Schemas tell what comes by default: values as the vendor sends them, as text. */
function withoutConversion(step: Step): Step {
	const { options = {}, ...parameters } = step.parameters ?? {};
	const kept = { ...(options as object), convertValues: false };
	return { ...step, parameters: { ...parameters, options: kept } };
}

describe('the codex', () => {
	const file = join(NODE_FOLDER, 'Billing.node.json');
	const codex = JSON.parse(readFileSync(file, 'utf8')) as {
		node: string;
		categories: string[];
		alias: string[];
		resources: Record<string, Array<{ url: string }>>;
	};

	test('lies beside the built node and names it', () => {
		expect(codex.node).toBe('n8n-nodes-billing.billing');
		expect(codex.categories).toContain('Finance & Accounting');
	});

	test('has words that people would type, and addresses that can be opened', () => {
		expect(codex.alias).toEqual(
			expect.arrayContaining(
				['invoice', 'billing'].map((word) => expect.stringMatching(new RegExp(word, 'i'))),
			),
		);
		const urls = Object.values(codex.resources)
			.flat()
			.map(({ url }) => url);
		expect(urls.length).toBeGreaterThan(0);
		for (const url of urls) expect(url).toMatch(/^https:\/\//);
	});

	test('comes with icons for light and dark', () => {
		const { icon } = node.description;
		const files = typeof icon === 'object' ? [icon.light, icon.dark] : [];
		expect(files).toHaveLength(2);
		for (const path of files)
			expect(existsSync(join(NODE_FOLDER, path.replace('file:', '')))).toBe(true);
	});
});

describe('the node', () => {
	test('can be a tool', () => expect(node.description.usableAsTool).toBe(true));

	test.each(
		[new built.BillingPlatformApi(), new built.BillingPlatformOAuth2Api()].map(
			(type) => [type.name, type] as const,
		),
	)(
		'keeps what is secret in %s hidden',
		(_, { properties: fields, test: request, preAuthentication, authenticate }) => {
			expect([request, preAuthentication, authenticate]).not.toContain(undefined);
			const secret = fields.filter(({ name }) => /password|secret|token|sessionId/i.test(name));
			expect(secret).toHaveLength(2);
			for (const { type, typeOptions } of secret) {
				expect(type === 'hidden' || typeOptions?.password).toBe(true);
			}
			expect(fields.filter(({ typeOptions }) => typeOptions?.expirable)).toHaveLength(1);
		},
	);
});
