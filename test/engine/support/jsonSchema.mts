/** The part of JSON schema that n8n's output schemas use. */
export interface JsonSchema {
	type: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
	properties?: Record<string, JsonSchema>;
	items?: JsonSchema;
	required?: string[];
	additionalProperties?: boolean;
	version?: number;
}

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];
const KEYWORDS = ['type', 'properties', 'items', 'required', 'additionalProperties', 'version'];

/** What is wrong with a schema itself. */
export function faultsOfSchema(schema: JsonSchema, path = ''): string[] {
	const { type, properties = {}, items, required = [] } = schema;
	const unknown = Object.keys(schema).filter((keyword) => !KEYWORDS.includes(keyword));
	return [
		...unknown.map((keyword) => `${path}: keyword ${keyword}`),
		...(TYPES.includes(type) ? [] : [`${path}: type ${String(type)}`]),
		...required.filter((name) => !(name in properties)).map((name) => `${path}: required ${name}`),
		...Object.entries(properties).flatMap(([name, inner]) =>
			faultsOfSchema(inner, `${path}/${name}`),
		),
		...(items ? faultsOfSchema(items, `${path}/*`) : []),
	];
}

/**
 * Where a value is not what the schema says. Stricter than JSON schema: a property that is not listed is a
 * fault unless `additionalProperties` allows it, since n8n could not offer it.
 */
export function faultsOfValue(schema: JsonSchema, value: unknown, path = ''): string[] {
	const { type, properties = {}, items, required = [], additionalProperties = false } = schema;
	if (typeOf(value, type) !== type) return [`${path} is no ${type}: ${JSON.stringify(value)}`];
	if (Array.isArray(value)) {
		return items ? value.flatMap((entry) => faultsOfValue(items, entry, `${path}/*`)) : [];
	}
	if (typeof value !== 'object' || value === null) return [];
	const missing = required.filter((name) => !(name in value));
	return [
		...missing.map((name) => `${path}/${name} is missing`),
		...Object.entries(value).flatMap(([name, inner]) => {
			const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
			if (known) return faultsOfValue(known, inner, `${path}/${name}`);
			return additionalProperties ? [] : [`${path}/${name} is not in the schema`];
		}),
	];
}

function typeOf(value: unknown, wanted: JsonSchema['type']): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return wanted === 'integer' && Number.isInteger(value) ? 'integer' : typeof value;
}
