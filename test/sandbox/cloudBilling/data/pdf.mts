/** A small valid PDF of one page, or one of at least `size` bytes by a stream that no reader shows. */
export function makePdf(lines: readonly string[], size = 0): Buffer {
	const text = lines
		.map((line, index) => `1 0 0 1 60 ${780 - index * 18} Tm (${escaped(line)}) Tj`)
		.join('\n');
	const page = `BT /F1 12 Tf\n${text}\nET`;
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
		stream(page),
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
	];
	const small = assemble(objects);
	if (small.length >= size) return Buffer.from(small, 'latin1');
	return Buffer.from(assemble([...objects, stream('0'.repeat(size - small.length))]), 'latin1');
}

function assemble(objects: readonly string[]): string {
	let pdf = '%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n';
	const offsets = objects.map((content, index) => {
		const offset = pdf.length;
		pdf += `${index + 1} 0 obj\n${content}\nendobj\n`;
		return offset;
	});
	const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
	const count = objects.length + 1;
	return (
		`${pdf}xref\n0 ${count}\n0000000000 65535 f \n${table}` +
		`trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${pdf.length}\n%%EOF\n`
	);
}

function stream(content: string): string {
	return `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

/** Within a PDF string; what Latin-1 does not have becomes a question mark. */
function escaped(line: string): string {
	return line.replace(/[^\u0020-\u00ff]/g, '?').replace(/[\\()]/g, '\\$&');
}
