/** The few elements that the drawings are made of. */

export function stroke(x1: number, y1: number, x2: number, y2: number): string {
	const [a, b, c, d] = [x1, y1, x2, y2].map(fixed);
	return `<line x1="${a}" y1="${b}" x2="${c}" y2="${d}" stroke="#e4e8ec"/>`;
}

export function text(x: number, y: number, content: string, more = ''): string {
	return `<text x="${fixed(x)}" y="${fixed(y)}"${more && ` ${more}`}>${content}</text>`;
}

export function bar(x: number, y: number, width: number, height: number, colour: string): string {
	const [left, top, wide] = [x, y, width].map(fixed);
	return `<rect x="${left}" y="${top}" width="${wide}" height="${height}" rx="2" fill="${colour}"/>`;
}

export const fixed = (value: number): string => String(Number(value.toFixed(1)));
