import { modesOf, runOnce } from './cell.mjs';
import { concerns, FAULTS } from './faults.mjs';
import type { FaultCase } from './model.mjs';
import { SUBJECTS } from './subjects.mjs';
import { World } from './world.mjs';

const [faultFilter = '', subjectFilter = ''] = process.argv.slice(2);
const good: FaultCase = { name: 'no fault', expect: () => 'done', order: () => {} };
const world = await World.create();
const t0 = performance.now();
let n = 0;
for (const subject of SUBJECTS) {
	if (!new RegExp(subjectFilter).test(`${subject.system} ${subject.name}`)) continue;
	await runOnce(world, good, subject, 'stop');
	const first = await runOnce(world, good, subject, 'stop');
	if (first.problems.length) console.log('GOOD', subject.name, first.problems, first.seen.text);
	for (const fault of FAULTS) {
		if (!concerns(fault, subject) || !new RegExp(faultFilter).test(fault.name)) continue;
		for (const mode of modesOf(subject)) {
			const runs = fault.runs?.(first.books.calls, subject) ?? 1;
			for (let run = 0; run < runs; run++) {
				n++;
				const { problems, seen, books } = await runOnce(world, fault, subject, mode, run);
				if (problems.length)
					console.log(
						`${fault.name} | ${subject.name} | ${mode} ${run} | ${problems.join('; ')} | ${seen.text.slice(0, 200)} | calls ${books.calls}`,
					);
			}
		}
	}
}
console.log(n, 'runs', Math.round(performance.now() - t0), 'ms');
await world.stop();
