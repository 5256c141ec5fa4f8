import type { IDataObject } from 'n8n-workflow';
import type { Engine } from '../../engine/harness/index.mjs';
import {
	chain,
	cloud,
	itemsOf,
	mappedAutomatically,
	start,
} from '../../engine/support/workflows.mjs';
import { BATCH_SIZE, type Row } from '../contestant.mjs';
import { median, say, timed } from '../measure.mjs';
import { cloudBooksOf, type StandIn } from '../standIn.mjs';
import { emptySeries, type Series } from '../writes.mjs';
import { uploadBare } from './bareSoap.mjs';

export interface UploadTimes {
	readonly count: number;
	readonly node: Series;
	readonly bare: Series;
	/** Calls of the first run on the credential, which reads the WSDL. */
	readonly firstCalls: number;
}

type Upload = (records: readonly Row[]) => Promise<readonly Row[]>;
type Side = 'node' | 'bare';

/** Purchases by the node and by a bare script in turn, some rounds long. */
export async function measureUpload(
	standIn: StandIn,
	engine: Engine,
	count: number,
	rounds: number,
): Promise<UploadTimes> {
	const { access } = standIn;
	const uploads: Record<Side, Upload> = {
		node: async (records) => await uploadByNode(engine, records),
		bare: async (records) => await uploadBare(access, records, BATCH_SIZE),
	};
	const times = { node: emptySeries(), bare: emptySeries() };
	const first = await measureOne(standIn, uploads.node, newPurchases(count));
	await measureOne(standIn, uploads.bare, newPurchases(count));
	for (let round = 1; round <= rounds; round++) {
		// Who begins changes from round to round.
		const order: Side[] = round % 2 === 1 ? ['node', 'bare'] : ['bare', 'node'];
		for (const side of order) {
			const { milliseconds, calls } = await measureOne(standIn, uploads[side], newPurchases(count));
			times[side].milliseconds.push(milliseconds);
			times[side].calls = calls;
		}
		const [node, bare] = [times.node, times.bare].map((series) => median(series.milliseconds));
		const ratio = (node / bare).toFixed(2);
		say(
			`CloudBilling, ${count} purchases: round ${round} of ${rounds}, ${ratio} of the bare script`,
		);
	}
	return { count, ...times, firstCalls: first.calls };
}

/** One upload; the books of the stand-in confirm that everything arrived. */
async function measureOne(
	standIn: StandIn,
	upload: Upload,
	records: readonly Row[],
): Promise<{ milliseconds: number; calls: number }> {
	await standIn.reset('cloudBilling');
	const { milliseconds, result } = await timed(() => upload(records));
	const { calls, rowsCreated, droppedMembers } = await cloudBooksOf(standIn.access);
	if (result.length !== records.length || rowsCreated !== records.length || droppedMembers > 0) {
		throw new Error(
			`${rowsCreated} of ${records.length} purchases arrived, ${droppedMembers} members were dropped`,
		);
	}
	return { milliseconds, calls };
}

async function uploadByNode(engine: Engine, records: readonly Row[]): Promise<readonly Row[]> {
	const workflow = chain(start, cloud('Work', 'purchase', 'upload', mappedAutomatically()));
	const result = await engine.run(workflow, { input: itemsOf(records as IDataObject[]) });
	if (result.status !== 'success') throw new Error(result.error?.message ?? result.status);
	return result.items('Work');
}

/** Usage as a collector would hand it over, metadata as a plain column. */
function newPurchases(count: number): Row[] {
	return Array.from({ length: count }, (_, index) => ({
		CustomerCode: '101001',
		ProductLabel: 'sms',
		PurchaseDate: '2026-01-15T10:00:00Z',
		PurchaseReference: `USAGE-${index}`,
		Quantity: (index % 90) + 0.5,
		StringValues_Segment: ['North & East', 'South', 'West'][index % 3],
	}));
}
