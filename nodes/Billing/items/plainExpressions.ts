import type { IDataObject } from 'n8n-workflow';

/** Gives the value of a parameter for one item. @throws MissingField where only n8n can tell it */
export type PlainParameter = (json: IDataObject) => unknown;

class MissingField extends Error {}

/**
 * Reads a parameter, as written in the workflow, whose expressions are all nothing but a field of the item
 * (`{{ $json.Id }}`), without n8n's expression engine: that takes some 60 µs for each, which at 10,000 items
 * is more than the requests themselves.
 *
 * @returns undefined where an expression does anything else, or values are to be converted by n8n
 */
export function compilePlain(written: unknown): PlainParameter | undefined {
	if (!hasExpression(written)) return () => written;
	if (typeof written === 'string') return compileField(written);
	if (Array.isArray(written)) return compileEntries(written, (values) => Object.values(values));
	if (typeof written !== 'object' || written === null) return undefined;
	// A resource mapper that is told to convert types leaves that to n8n.
	const { attemptToConvertTypes, convertFieldsToString } = written as Record<string, unknown>;
	if (attemptToConvertTypes || convertFieldsToString) return undefined;
	return compileEntries(written, (values) => values);
}

/** @returns the value, or undefined in a list of none where n8n must be asked */
export function readPlain(plain: PlainParameter, json: IDataObject): [unknown] | [] {
	try {
		return [plain(json)];
	} catch {
		return [];
	}
}

export function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(hasExpression);
}

/** n8n writes both forms when a field is dragged into a parameter. */
function compileField(written: string): PlainParameter | undefined {
	const match = /^=\{\{\s*\$json(?:\.([A-Za-z_]\w*)|\[(['"])([^'"\\]+)\2\])\s*\}\}$/.exec(written);
	const field = match?.[1] ?? match?.[3];
	if (field === undefined) return undefined;
	return (json) => {
		if (Object.hasOwn(json, field)) return json[field];
		throw new MissingField();
	};
}

function compileEntries(
	written: object,
	gather: (values: Record<string, unknown>) => unknown,
): PlainParameter | undefined {
	const entries = Object.entries(written).map(
		([name, value]) => [name, compilePlain(value)] as const,
	);
	if (entries.some(([, plain]) => plain === undefined)) return undefined;
	return (json) =>
		gather(Object.fromEntries(entries.map(([name, plain]) => [name, plain?.(json)])));
}
