import { fileURLToPath } from 'node:url';
import { ask } from '../childProcess.mjs';
import { say } from '../measure.mjs';
import { type Access, control, rowsOf, type StandIn } from '../standIn.mjs';

/** What the process that measures the memory of one download is told. */
export interface PdfOrder {
	readonly access: Access;
	readonly documentId: string;
	readonly bytes: number;
}

export interface PdfMemory {
	/** Of the PDF. */
	readonly bytes: number;
	/** Highest resident memory above what the process had before, one entry per round. */
	readonly peaks: number[];
}

const PROGRAM = fileURLToPath(new URL('pdfProcess.mts', import.meta.url));

/** An invoice as a big PDF, downloaded by the node in processes of their own. */
export async function measurePdf(
	standIn: StandIn,
	bytes: number,
	rounds: number,
): Promise<PdfMemory> {
	const { access } = standIn;
	await standIn.reset('cloudBilling');
	const documents = await rowsOf(access, 'cloudBilling', 'document');
	const document = documents.find(
		({ ContentType, Status }) => ContentType === 'application/pdf' && Status === 'Completed',
	);
	const order: PdfOrder = { access, documentId: String(document?.Id), bytes };
	const peaks: number[] = [];
	for (let round = 1; round <= rounds; round++) peaks.push(await ask<number>(PROGRAM, order));
	await standIn.reset('cloudBilling');
	say(`CloudBilling, a PDF of ${(bytes / 1024 / 1024).toFixed(0)} MB: ${rounds} rounds`);
	return { bytes, peaks };
}

/** How big the stand-in makes its documents at least. */
export async function setDocumentBytes(access: Access, documentBytes: number): Promise<void> {
	await control(access, 'cloudBilling', 'POST', 'switches', { documentBytes });
}
