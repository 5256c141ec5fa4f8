import type { Engine } from '../../engine/harness/index.mjs';
import type { StandIn } from '../standIn.mjs';
import type { CloudTimes } from './lines.mjs';
import { measurePdf } from './pdf.mjs';
import { measureUpload } from './purchases.mjs';
import { measureXml } from './xml.mjs';

const PDF_BYTES = 20 * 1024 * 1024;

/** Everything about CloudBilling: XML without n8n, then the node in n8n's engine. */
export async function measureCloud(standIn: StandIn, engine: Engine): Promise<CloudTimes> {
	const xml = await measureXml(3);
	const upload = await measureUpload(standIn, engine, 10_000, 3);
	const pdf = await measurePdf(standIn, PDF_BYTES, 3);
	return { xml, upload, pdf };
}
