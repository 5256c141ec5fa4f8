import { ItemParameters } from '../../../nodes/Billing/items/parameters.js';
import { fakeContext, type FakeOptions } from '../fakeContext.mjs';

function read(options: FakeOptions) {
	const node = fakeContext(options);
	return { parameters: new ItemParameters(node.ctx), resolved: node.resolved };
}

describe('a parameter', () => {
	test('without an expression is resolved once for all items', () => {
		const { parameters, resolved } = read({ parameters: { entity: 'ACCOUNT' } });
		for (let item = 0; item < 100; item++) {
			expect(parameters.string('entity', item)).toBe('ACCOUNT');
		}
		expect(resolved).toEqual(['entity@0']);
	});

	test('with an expression is resolved for each item', () => {
		const { parameters, resolved } = read({
			parameters: { recordId: '={{ $json.id }}' },
			values: { recordId: ['1', '2'] },
		});
		expect([0, 1].map((item) => parameters.string('recordId', item))).toEqual(['1', '2']);
		expect(resolved).toHaveLength(2);
	});

	test.each([
		['in a collection', { filters: { conditions: [{ value: '={{ $json.a }}' }] } }, 'filters'],
		['in a resource locator', { entity: { mode: 'name', value: '={{ $json.e }}' } }, 'entity'],
		['beside it in the same collection', { options: { batchSize: '={{ 5 }}' } }, 'options.other'],
	])('with an expression %s is resolved for each item', (_, written, name) => {
		const { parameters, resolved } = read({ parameters: written });
		parameters.value(name, 0);
		parameters.value(name, 1);
		expect(resolved).toEqual([`${name}@0`, `${name}@1`]);
	});

	test('whose text only holds an equals sign is constant', () => {
		const { parameters, resolved } = read({ parameters: { where: "Status = 'CLOSED'" } });
		parameters.string('where', 0);
		parameters.string('where', 1);
		expect(resolved).toHaveLength(1);
	});

	test('that is absent has its fallback', () => {
		const { parameters } = read({});
		expect(parameters.string('a', 0, 'x')).toBe('x');
		expect(parameters.boolean('b', 0, true)).toBe(true);
		expect(parameters.count('c', 0, 100)).toBe(100);
		expect(parameters.list('d', 0)).toEqual([]);
		expect(parameters.rows('e', 'values', 0)).toEqual([]);
	});
});

describe('a count', () => {
	const count = (value: unknown): number =>
		read({ parameters: { options: { batchSize: value } } }).parameters.count(
			'options.batchSize',
			0,
			100,
		);

	test.each([1, 250, '250'])('may be %p', (value) => {
		expect(count(value)).toBe(Number(value));
	});

	test.each([0, -1, 1.5, 'many', '', NaN, Infinity, null])('may not be %p', (value) => {
		expect(() => count(value)).toThrow('expected a whole number of at least 1');
	});

	test('that is wrong is named as the editor names it', () => {
		expect(() => count(0)).toThrow(expect.objectContaining({ field: 'Batch Size' }));
	});
});

describe('a list', () => {
	test.each([
		['a choice', ['Name', 'Status'], ['Name', 'Status']],
		['text with commas', ' Name , Status,', ['Name', 'Status']],
		['nothing', '', []],
	])('may be given as %s', (_, fields, expected) => {
		expect(read({ parameters: { fields } }).parameters.list('fields', 0)).toEqual(expected);
	});
});

test('a resource locator gives its value without blanks', () => {
	expect(read({ parameters: { entity: ' ACCOUNT ' } }).parameters.locator('entity', 0)).toBe(
		'ACCOUNT',
	);
});

test('rows of a collection leave out what is no row', () => {
	const { parameters } = read({ parameters: { sort: { rules: [{ field: 'a' }, null, 'x'] } } });
	expect(parameters.rows('sort', 'rules', 0)).toEqual([{ field: 'a' }]);
});

describe('JSON', () => {
	test('may be text or what an expression gives', () => {
		const { parameters } = read({ parameters: { a: '{"Name": "B"}', b: { Name: 'B' } } });
		expect(parameters.json('a', 0)).toEqual({ Name: 'B' });
		expect(parameters.json('b', 0)).toEqual({ Name: 'B' });
	});

	test.each(['', '{', "{'Name': 1}", 'Name'])('that is broken is refused by name: %s', (text) => {
		const { parameters } = read({ parameters: { requestBody: text } });
		expect(() => parameters.json('requestBody', 0)).toThrow(
			expect.objectContaining({ message: 'this is not valid JSON', field: 'Request Body' }),
		);
	});

	test('is read anew for each item, so that one item cannot change it for the next', () => {
		const { parameters } = read({ parameters: { record: '{"Name": "B"}' } });
		const first = parameters.json('record', 0) as Record<string, unknown>;
		first.Name = 'changed';
		expect(parameters.json('record', 1)).toEqual({ Name: 'B' });
	});
});

describe('an expression that is nothing but a field of the item', () => {
	const resolved: string[] = [];

	function parametersOf(written: string, json: Record<string, unknown>) {
		resolved.length = 0;
		const { ctx } = fakeContext({ parameters: { id: written } });
		const items = [{ json }];
		return new ItemParameters({
			...ctx,
			getInputData: () => items,
			getNodeParameter: (name: string) => {
				resolved.push(name);
				return 'resolved by n8n';
			},
		} as unknown as typeof ctx);
	}

	test.each(['={{ $json.Id }}', '={{$json.Id}}', '={{ $json["Id"] }}', "={{ $json['Id'] }}"])(
		'%s is read from the item',
		(written) => {
			expect(parametersOf(written, { Id: 7 }).value('id', 0)).toBe(7);
			expect(resolved).toEqual([]);
		},
	);

	test.each([
		'={{ $json.Id + 1 }}',
		'={{ $json.a.Id }}',
		'={{ $json.Id }}x',
		'x{{ $json.Id }}',
		'={{ $json["I" + "d"] }}',
		'={{ $json.toString }}',
		'={{ $json.missing }}',
	])('%s is left to n8n', (written) => {
		expect(parametersOf(written, { Id: 7, a: { Id: 8 } }).value('id', 0)).toBe('resolved by n8n');
	});
});
