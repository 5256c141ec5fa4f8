import { BareScript } from './bare.mjs';
import { BillingNode, loadEngine } from './billingNode.mjs';
import { collectGarbage } from './measure.mjs';
import { MemoryWatch } from './memoryWatch.mjs';
import type { Memory, MemoryOrder } from './reading.mjs';

/**
 * Reads all rows once and reports the memory it took. The engine is loaded for the bare script as well, and
 * one small job goes before, so that both begin with the same memory.
 */
async function main({ reader, fields, access }: MemoryOrder): Promise<Memory> {
	const node = new BillingNode(await loadEngine(access));
	const contestant = reader === 'node' ? node : new BareScript(access);
	await contestant.write('get', [{ Id: '1' }]);
	const watch = await MemoryWatch.begin();
	collectGarbage();
	const before = process.memoryUsage();
	watch.restart();
	const held = await contestant.read(fields);
	const peak = await watch.end();
	collectGarbage();
	const { heapUsed } = process.memoryUsage();
	// Asked for here, so that the rows are still held when the heap is measured.
	const rows = Array.isArray(held) ? held.length : held.outputOf('Work').length;
	return { rows, peak: peak - before.rss, kept: heapUsed - before.heapUsed };
}

process.send?.(await main(JSON.parse(process.argv[2]) as MemoryOrder));
process.disconnect?.();
