import { compilePlain, readPlain } from '../../../nodes/Billing/items/plainExpressions.js';

function read(written: unknown, json: Record<string, string | number | null>): unknown[] {
	const plain = compilePlain(written);
	if (!plain) throw new Error('left to n8n');
	return readPlain(plain, json);
}

const columns = (value: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
	mappingMode: 'defineBelow',
	value,
	schema: [{ id: 'Name', displayName: 'Name' }],
	attemptToConvertTypes: false,
	convertFieldsToString: false,
	...more,
});

test('mapped columns that name fields of the item are read from it', () => {
	const written = columns({ Name: '={{ $json.title }}', Status: 'ACTIVE', Region: null });
	const [read1] = read(written, { title: 'A' });
	const [read2] = read(written, { title: 'B' });
	expect(read1).toMatchObject({ value: { Name: 'A', Status: 'ACTIVE', Region: null } });
	expect(read2).toMatchObject({ value: { Name: 'B', Status: 'ACTIVE', Region: null } });
});

test('what holds no expression is handed on as it is, not copied', () => {
	const written = columns({ Name: '={{ $json.title }}' });
	const [mapped] = read(written, { title: 'A' });
	expect((mapped as typeof written).schema).toBe(written.schema);
});

test.each([{ attemptToConvertTypes: true }, { convertFieldsToString: true }])(
	'columns whose types n8n is to convert (%j) are left to n8n',
	(more) => {
		expect(compilePlain(columns({ Name: '={{ $json.title }}' }, more))).toBeUndefined();
	},
);

test('columns of which one does more than name a field are left to n8n', () => {
	expect(compilePlain(columns({ A: '={{ $json.a }}', B: '={{ $json.a + 1 }}' }))).toBeUndefined();
});

test('a field that the item does not have is left to n8n', () => {
	expect(read(columns({ Name: '={{ $json.title }}' }), { other: 'A' })).toEqual([]);
});

test('a field that is null in the item is null', () => {
	expect(read('={{ $json.title }}', { title: null })).toEqual([null]);
});

test('lists keep their order', () => {
	expect(read(['={{ $json.b }}', 'x', '={{ $json.a }}'], { a: 1, b: 2 })).toEqual([[2, 'x', 1]]);
});
