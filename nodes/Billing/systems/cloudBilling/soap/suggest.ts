/** A sentence that names what was probably meant, or else what there is. */
export function closest(given: string, names: readonly string[]): string {
	const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
	const meant = names.find((name) => plain(name) === plain(given));
	if (meant !== undefined) return `Did you mean "${meant}"?`;
	if (names.length === 0) return 'There is none.';
	return `There are: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}.`;
}

/** A value for an error text: short, and never the inside of an object. */
export function describe(value: unknown): string {
	if (value === null) return 'null';
	if (typeof value === 'string') return value === '' ? 'an empty text' : quoted(value);
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	return String(value);
}

export function quoted(text: string): string {
	return JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
}
