import { Metadata, valueOf } from '../../../nodes/Billing/systems/billingPlatform/metadata.js';

type Row = Record<string, unknown>;

/** Answers ENTITY with `entities` and ENTITY_FIELD with `fields`. */
function metadata(entities: Row[], fields: Row[] = []) {
	const asked: string[] = [];
	const source = new Metadata(async (sql) => {
		asked.push(sql);
		return await Promise.resolve(sql.includes('FROM ENTITY_FIELD') ? fields : entities);
	});
	return { source, asked };
}

describe('fields', () => {
	test('are read by the Id of the entity', async () => {
		const { source, asked } = metadata([{ Id: '9' }]);
		await source.fields('ACCOUNT');
		expect(asked[0]).toBe("SELECT Id FROM ENTITY WHERE UPPER(EntityName) = 'ACCOUNT'");
		expect(asked[1]).toMatch(/ FROM ENTITY_FIELD WHERE EntityId = '9' ORDER BY FieldName$/);
	});

	test('are asked for with the columns that the vendor describes, and no others', async () => {
		const { source, asked } = metadata([{ Id: '9' }]);
		await source.fields('ACCOUNT');
		const columns = /^SELECT (.*) FROM /.exec(asked[1])?.[1].split(', ') ?? [];
		expect(columns.sort()).toEqual([
			'ApiHiddenFlag',
			'DataType',
			'DefaultValue',
			'EntityId',
			'ExternalKeyFlag',
			'FieldLabel',
			'FieldName',
			'IgnoreOnEdit',
			'PrimaryKeyFlag',
			'ReferencedEntityId',
			'RequiredFlag',
			'RestrictCreate',
			'SystemFlag',
		]);
	});

	test.each([
		['RequiredFlag', 'required'],
		['ExternalKeyFlag', 'externalKey'],
		['PrimaryKeyFlag', 'primaryKey'],
		['RestrictCreate', 'restrictCreate'],
		['IgnoreOnEdit', 'ignoreOnEdit'],
		['SystemFlag', 'system'],
	])('carry %s as %s', async (column, property) => {
		for (const [flag, on] of [
			['1', true],
			['0', false],
			['', false],
		]) {
			const { source } = metadata([{ Id: '9' }], [{ FieldName: 'A', [column]: flag }]);
			expect(await source.fields('A')).toMatchObject([{ [property]: on }]);
		}
	});

	test('are read once, also for two who ask at the same moment and in another casing', async () => {
		const { source, asked } = metadata([{ Id: '9' }]);
		await Promise.all([source.fields('ACCOUNT'), source.fields('account')]);
		await source.fields('ACCOUNT');
		expect(asked).toHaveLength(2);
	});

	test('of an entity that the org does not list are none', async () => {
		expect(await metadata([]).source.fields('X')).toEqual([]);
	});

	test('carry the flags of the org, as "1" or "true", and blanks are off', async () => {
		const { source } = metadata(
			[{ Id: '9' }],
			[
				{
					EntityId: '9',
					FieldName: 'ContractNumber',
					FieldLabel: 'Number',
					DataType: 'text',
					RequiredFlag: '1',
					ExternalKeyFlag: 'true',
					RestrictCreate: '0',
					IgnoreOnEdit: '',
					DefaultValue: 'C-',
					ReferencedEntityId: '4',
				},
			],
		);
		expect(await source.fields('CONTRACT')).toEqual([
			{
				entityId: '9',
				name: 'ContractNumber',
				label: 'Number',
				dataType: 'TEXT',
				required: true,
				externalKey: true,
				primaryKey: false,
				restrictCreate: false,
				ignoreOnEdit: false,
				hasDefault: true,
				system: false,
				referencedEntityId: '4',
			},
		]);
	});

	test('have their name for a label where they have none, and Id is always the key', async () => {
		const [field] = await metadata([{ Id: '9' }], [{ FieldName: 'Id' }]).source.fields('A');
		expect(field).toMatchObject({ label: 'Id', primaryKey: true, referencedEntityId: undefined });
	});

	test('that the API hides are left out', async () => {
		const fields = [{ FieldName: 'A', ApiHiddenFlag: '1' }, { FieldName: 'B' }];
		const found = await metadata([{ Id: '9' }], fields).source.fields('A');
		expect(found.map(({ name }) => name)).toEqual(['B']);
	});

	test('are asked for again after a fault', async () => {
		let faults = 1;
		const source = new Metadata(async (sql) => {
			if (faults-- > 0) throw new Error('broke');
			return await Promise.resolve(
				sql.includes('ENTITY_FIELD') ? [{ FieldName: 'A' }] : [{ Id: '9' }],
			);
		});
		await expect(source.fields('A')).rejects.toThrow('broke');
		expect(await source.fields('A')).toHaveLength(1);
	});
});

test('entities that the API may not reach are left out; a blank flag says nothing', async () => {
	const rows = [
		{ EntityName: 'A', ApiEnabled: '1' },
		{ EntityName: 'B', ApiEnabled: '0' },
		{ EntityName: 'C', ApiEnabled: 'false' },
		{ EntityName: 'D' },
	];
	const found = await metadata(rows).source.entities();
	expect(found.map(({ EntityName }) => EntityName)).toEqual(['A', 'D']);
});

test('external keys of all entities are one question', async () => {
	const { source, asked } = metadata([], [{ EntityId: '4', FieldName: 'CrmId' }]);
	expect(await source.externalKeys()).toMatchObject([{ entityId: '4', name: 'CrmId' }]);
	expect(asked).toEqual([expect.stringContaining("WHERE ExternalKeyFlag = '1'")]);
});

test.each([
	[{ Id: ' 5 ' }, '5'],
	[{ ID: 5 }, '5'],
	[{ id: '5' }, '5'],
	[{ Id: null }, ''],
	[{}, ''],
])('a value is found in any casing and without blanks: %j', (row, value) => {
	expect(valueOf(row, 'Id')).toBe(value);
});
