import {
	apiRequest,
	bothOutputsOf,
	byId,
	errorOf,
	ids,
	newAccount,
	outputOf,
	query,
	recordStep,
} from '../support/oneNode.mjs';
import { entity, filteredBy, mappedAutomatically } from '../support/workflows.mjs';
import { inEach, type Registry, type Rules } from './registry.mjs';

const NOTHING = filteredBy('Name', 'equals', 'Nobody at all');

/** Get and Get Many of one field that holds a flag. */
const converting = [
	recordStep('get', 'ACCOUNT', {
		parameters: { ...byId, fields: ['C_KeyAccount'], options: { convertValues: true } },
		records: ids(1),
	}),
	recordStep('getAll', 'ACCOUNT', {
		parameters: {
			...filteredBy('Id', 'equals', '1'),
			fields: ['C_KeyAccount'],
			options: { convertValues: true },
		},
	}),
];

/** Where the user may not read ENTITY and ENTITY_FIELD. */
const TYPED_BY_HAND: Rules = {
	'records are read and written by names typed by hand': async (test) => {
		const fieldValues = {
			values: Object.entries(newAccount(1)).map(([name, value]) => ({
				name,
				value: String(value),
			})),
		};
		const parameters = { ...entity('ACCOUNT'), dataMode: 'fields', fieldValues };
		expect(await outputOf(test, recordStep('create', 'ACCOUNT', { parameters }))).toEqual([
			{ Id: '41' },
		]);
		const found = recordStep('getAll', 'ACCOUNT', {
			parameters: filteredBy('C_CrmId', 'equals', 'T-1'),
		});
		expect(await outputOf(test, found)).toMatchObject([{ Id: '41' }]);
	},
	'Sort without Fields says which fields are not known': async (test) => {
		const rules = [{ field: { __rl: true, mode: 'name', value: 'Name' }, direction: 'ASC' }];
		const step = recordStep('getAll', 'ACCOUNT', { parameters: { sort: { rules } } });
		expect(await errorOf(test, step)).toMatch(/fields of ACCOUNT are not known|may not read/);
	},
	'Ignore Unknown Fields is refused, since nothing is known': async (test) => {
		const parameters = { ...mappedAutomatically(), options: { ignoreUnknownFields: true } };
		const step = recordStep('create', 'ACCOUNT', { parameters, records: [newAccount(1)] });
		expect(await errorOf(test, step)).toMatch(/may not read/);
		expect(test.books()).toMatchObject({ rowsCreated: 0 });
	},
};

/** What an answer looks like. */
export const answers = {
	retrieveShape: inEach(['array', 'object'], {
		'Get gives the record': async (test) => {
			const step = recordStep('get', 'ACCOUNT', { parameters: byId, records: ids(7) });
			expect(await outputOf(test, step)).toMatchObject([{ Id: '7', C_CrmId: 'CRM-007' }]);
		},
		'Return Full Record gives the record of a single create': async (test) => {
			const parameters = { ...mappedAutomatically(), options: { returnFullRecord: true } };
			const step = recordStep('create', 'ACCOUNT', { parameters, records: [newAccount(1)] });
			expect(await outputOf(test, step)).toMatchObject([{ Id: '41', Name: 'Test account 1' }]);
		},
	}),

	noRows: inEach(['404', 'emptyArray'], {
		'Get Many and Query give no items': async (test) => {
			expect(
				await outputOf(test, recordStep('getAll', 'ACCOUNT', { parameters: NOTHING })),
			).toEqual([]);
			expect(await outputOf(test, query('SELECT Id FROM ACCOUNT WHERE Id < 0'))).toEqual([]);
		},
		'Get Many ends behind the last full page': async (test) => {
			const parameters = { returnAll: true, fields: ['Name'], options: { pageSize: 20 } };
			const rows = await outputOf(test, recordStep('getAll', 'ACCOUNT', { parameters }));
			expect(rows).toHaveLength(40);
		},
		'Get of an Id that is not there is an error that names it': async (test) => {
			const step = recordStep('get', 'ACCOUNT', { parameters: byId, records: ids(4, 9999) });
			const { good, failed } = await bothOutputsOf(test, step);
			expect(good).toMatchObject([{ Id: '4' }]);
			expect(failed).toMatchObject([{ error: 'ACCOUNT has no record with Id 9999' }]);
		},
	}),

	errorForm: inEach(['errorMessage', 'errors'], {
		"an error is told in the vendor's words": async (test) => {
			expect(await errorOf(test, query('SELECT Nonsense FROM ACCOUNT'))).toMatch(/Nonsense/i);
			const parameters = mappedAutomatically('Name');
			const step = recordStep('upsert', 'ACCOUNT', { parameters, records: [newAccount(1)] });
			expect(await errorOf(test, step)).toContain('externalIDFieldName is not an external key');
			expect(await errorOf(test, apiRequest('GET', 'NO_SUCH_ENTITY/1'))).toContain(
				'NO_SUCH_ENTITY',
			);
		},
	}),

	blankFields: {
		omit: {
			'a blank field is no key of the item': async (test) => {
				const step = query('SELECT Name, C_CrmId FROM ACCOUNT WHERE Id = 1');
				expect(await outputOf(test, step)).toEqual([{ Name: 'Demo Organization' }]);
			},
		},
		...inEach(['null', 'empty'], {
			'a blank field holds nothing, and Convert Values makes no number or flag of it': async (
				test,
			) => {
				const parameters = {
					...filteredBy('Id', 'equals', '1'),
					fields: ['C_CrmId', 'C_CreditLimit', 'InvoiceAtThisLevel'],
					options: { convertValues: true },
				};
				const [row] = await outputOf(test, recordStep('getAll', 'ACCOUNT', { parameters }));
				expect(row.InvoiceAtThisLevel).toBe(true);
				expect(row.C_CrmId || undefined).toBeUndefined();
			},
		}),
	},

	metadataReadable: {
		on: {
			'Convert Values knows the types of the fields': async (test) => {
				for (const step of converting) {
					expect(await outputOf(test, step)).toEqual([{ C_KeyAccount: false }]);
				}
			},
		},
		noRows: {
			...TYPED_BY_HAND,
			'Convert Values changes nothing': async (test) => {
				for (const step of converting) {
					expect(await outputOf(test, step)).toEqual([{ C_KeyAccount: '0' }]);
				}
			},
		},
		refused: {
			...TYPED_BY_HAND,
			"Convert Values ends in the vendor's words": async (test) => {
				for (const step of converting) {
					expect(await errorOf(test, step)).toContain('The user may not read this entity');
				}
			},
		},
	},
} satisfies Partial<Registry>;
