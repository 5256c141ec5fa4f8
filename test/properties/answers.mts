import fc from 'fast-check';

import { BillingError, InputError } from '../../nodes/Billing/errors.js';
import type { HttpAnswer } from '../../nodes/Billing/http/http.js';
import { unlessRefusedLater } from './rule.mjs';
import { hostileText, json } from './values.mjs';

const NAMES = [
	...[
		'createResponse',
		'queryResponse',
		'loginResponse',
		'Response',
		'errors',
		'error',
		'error_code',
		'message',
	],
	...[
		'Id',
		'ErrorCode',
		'ErrorText',
		'success',
		'created',
		'SessionID',
		'access_token',
		'INVALID_SESSION_ID',
	],
	...[
		'EntityName',
		'FieldName',
		'DataType',
		'RowsInAll',
		'__proto__',
		'constructor',
		'hasOwnProperty',
		'length',
	],
];
export const shapes = json(NAMES, 4);
export const status = fc.constantFrom(
	200,
	200,
	200,
	201,
	301,
	400,
	401,
	403,
	404,
	418,
	429,
	500,
	501,
);
export const bodies = fc.oneof(
	{ weight: 5, arbitrary: shapes.map((value) => JSON.stringify(value) ?? '') },
	fc.tuple(shapes, fc.nat(60)).map(([value, cut]) => (JSON.stringify(value) ?? '').slice(0, -cut)),
	hostileText,
);
export const headers = fc.constantFrom<Record<string, string>>(
	{},
	{ 'content-type': 'text/html' },
	{ 'x-a': 'b' },
);
/** Whatever can come back, but for what is asked for again after a pause. */
export const answers: fc.Arbitrary<HttpAnswer> = fc.record({ status, headers, body: bodies });

/** A second try would only wait and get the same. */
export const ONCE = { timeout: 1000, retries: 0 };

/** The result, or undefined where the user is told what was wrong. */
export async function unlessTold<T>(work: () => Promise<T>): Promise<T | undefined> {
	return await unlessRefusedLater(work, BillingError, InputError);
}
