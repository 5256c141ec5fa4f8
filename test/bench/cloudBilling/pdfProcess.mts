import { chain, cloud, start } from '../../engine/support/workflows.mjs';
import { loadEngine } from '../billingNode.mjs';
import { collectGarbage } from '../measure.mjs';
import { MemoryWatch } from '../memoryWatch.mjs';
import { type PdfOrder, setDocumentBytes } from './pdf.mjs';

/** Downloads one document and reports the memory it took. A small one goes before, so that all code is loaded. */
async function main({ access, documentId, bytes }: PdfOrder): Promise<number> {
	const engine = await loadEngine(access);
	const workflow = chain(start, cloud('Work', 'document', 'download', { documentId }));
	const download = async (): Promise<number> => {
		const result = await engine.run(workflow);
		if (result.status !== 'success') throw new Error(result.error?.message ?? result.status);
		return Number(result.items('Work')[0].fileSize);
	};
	await setDocumentBytes(access, 0);
	await download();
	await setDocumentBytes(access, bytes);
	const watch = await MemoryWatch.begin();
	collectGarbage();
	const before = process.memoryUsage.rss();
	watch.restart();
	const size = await download();
	const peak = (await watch.end()) - before;
	if (size < bytes) throw new Error(`The document has ${size} bytes, not ${bytes}`);
	return peak;
}

process.send?.(await main(JSON.parse(process.argv[2]) as PdfOrder));
process.disconnect?.();
