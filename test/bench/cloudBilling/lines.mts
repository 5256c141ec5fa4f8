import { type Line, megabytes, timeLine } from '../lines.mjs';
import { median, ratios } from '../measure.mjs';
import type { Contender, Contest } from './contests.mjs';
import type { PdfMemory } from './pdf.mjs';
import type { UploadTimes } from './purchases.mjs';
import type { ContestTimes, Figures } from './xml.mjs';

export interface CloudTimes {
	readonly xml: readonly ContestTimes[];
	readonly upload: UploadTimes;
	readonly pdf: PdfMemory;
}

export const CONTENDER_NAMES: Readonly<Record<Contender, string>> = {
	node: 'Billing node',
	fastXmlParser: 'fast-xml-parser',
	xml2js: 'xml2js',
	soap: 'soap',
};

export const CONTEST_NAMES: Readonly<Record<Contest, string>> = {
	decode: 'Customers from XML to items',
	encode: 'Purchases to XML',
	wsdl: 'A WSDL of 1 MB',
};

/** What the project promises. A third of the time is three times as fast. */
const TARGETS: Readonly<Record<Contest, Partial<Record<Contender, number>>>> = {
	decode: { fastXmlParser: 0.33, xml2js: 0.33, soap: 1 },
	encode: { soap: 1 },
	wsdl: { fastXmlParser: 5 },
};
const DECODING_MEMORY = 1;
const PDF_MEMORY = 2;
const UPLOAD = { calls: 100, time: 1.15 };

export function cloudLines({ xml, upload, pdf }: CloudTimes): Line[] {
	return [...xml.flatMap(contestLines), uploadLine(upload), pdfLine(pdf)].map((line) => ({
		...line,
		what: `CloudBilling: ${line.what}`,
	}));
}

function contestLines({ contest, size, figures }: ContestTimes): Line[] {
	const { node = [], ...others } = figures;
	const base = { records: contest === 'wsdl' ? undefined : size };
	const lines = Object.entries(others).map(([name, theirs]): Line => {
		const contender = name as Contender;
		return {
			...base,
			...timeLine(series(node), series(theirs), CONTENDER_NAMES[contender]),
			calls: undefined,
			what: `${CONTEST_NAMES[contest]}: time`,
			target: TARGETS[contest][contender],
		};
	});
	if (contest !== 'decode') return lines;
	return [...lines, { ...base, ...memoryLine(node, figures.fastXmlParser ?? []) }];
}

const series = (figures: readonly Figures[]) => ({
	milliseconds: figures.map(({ milliseconds }) => milliseconds),
	calls: 0,
});

function memoryLine(ours: readonly Figures[], theirs: readonly Figures[]): Omit<Line, 'records'> {
	const [node, other] = [ours, theirs].map((figures) => figures.map(({ peak }) => peak));
	return {
		what: `${CONTEST_NAMES.decode}: peak memory`,
		ours: megabytes(median(node)),
		theirs: `${CONTENDER_NAMES.fastXmlParser}: ${megabytes(median(other))}`,
		ratio: ratios(node, other),
		target: DECODING_MEMORY,
	};
}

function uploadLine({ count, node, bare }: UploadTimes): Line {
	return {
		...timeLine(node, bare),
		what: 'Upload purchases',
		records: count,
		callsTarget: UPLOAD.calls,
		target: UPLOAD.time,
	};
}

/** Compared with the file and the base64 text that it travels as. */
function pdfLine({ bytes, peaks }: PdfMemory): Line {
	const least = bytes + base64Length(bytes);
	return {
		what: `A PDF of ${megabytes(bytes)}: peak memory`,
		ours: megabytes(median(peaks)),
		theirs: `its bytes and their base64: ${megabytes(least)}`,
		ratio: ratios(
			peaks,
			peaks.map(() => least),
		),
		target: PDF_MEMORY,
		heldBackBy:
			`The answer is in memory twice, ${megabytes(base64Length(bytes))} each: its bytes, and the text made of ` +
			'them. Both are let go at once, but not always swept before the file itself comes on top.',
	};
}

const base64Length = (bytes: number): number => Math.ceil(bytes / 3) * 4;
