import type { INodeProperties } from 'n8n-workflow';

import { readLimit, returnAllAndLimit } from '../../../../items/commonFields';
import type { ItemParameters } from '../../../../items/parameters';
import { runPerItem } from '../../../../items/perItem';
import { Progress } from '../../../../items/progress';
import { options, pageSize } from '../../fields';
import { LARGEST_PAGE, readStatement } from '../../reader';
import { toJson } from '../../records';
import { bindParameters, limitsRows, ordersRows, selectStatement } from '../../sql';
import type { BillingPlatformOperation } from '../context';

const query: INodeProperties = {
	displayName: 'Query',
	name: 'query',
	type: 'string',
	typeOptions: { editor: 'sqlEditor', sqlDialect: 'StandardSQL', rows: 6 },
	default: '',
	required: true,
	placeholder: 'e.g. SELECT Id, Name FROM ACCOUNT WHERE Status = $1 ORDER BY Id',
	hint: 'Write $1, $2, ... where the Query Parameters go: they are put in quotes for you',
	description: "A SELECT in BillingPlatform's query language. It has no SELECT *: name the fields.",
};

const queryParameters: INodeProperties = {
	displayName: 'Query Parameters',
	name: 'queryParameters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Parameter',
	default: {},
	description:
		'Values for $1, $2, ... in this order; an expression that gives a list fits IN ($1).',
	options: [
		{
			displayName: 'Parameter',
			name: 'values',
			values: [{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
		},
	],
};

export const executeQuery: BillingPlatformOperation = {
	option: {
		name: 'Execute SQL',
		value: 'execute',
		description: 'Read rows with a SELECT of your own',
		action: 'Execute an SQL query',
	},

	properties: [query, queryParameters, ...returnAllAndLimit, options(pageSize)],

	async execute({ ctx, parameters, client }) {
		const progress = new Progress(ctx.logger, 'rows');
		let unordered = false;
		const output = await runPerItem(ctx, async (item) => {
			const sql = readQuery(parameters, item);
			const size = Math.min(parameters.count('options.pageSize', item, LARGEST_PAGE), LARGEST_PAGE);
			const limit = readLimit(parameters, item);
			const rows = await readStatement({ client, progress }, sql, size, limit);
			unordered ||= rows.length > size && !ordersRows(sql) && !limitsRows(sql);
			return toJson(rows);
		});
		if (unordered) {
			ctx.addExecutionHints({
				message: 'The query has no ORDER BY, so rows may repeat or be missing between its pages',
				location: 'outputPane',
				type: 'warning',
			});
		}
		return output;
	},
};

function readQuery(parameters: ItemParameters, item: number): string {
	const statement = selectStatement(parameters.string('query', item));
	const values = parameters.rows('queryParameters', 'values', item).map(({ value }) => value);
	return bindParameters(statement, values);
}
