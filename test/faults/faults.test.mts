import { FAULTS } from './faults.mjs';
import { problemsOf, runSubject, warmWorld } from './matrix.mjs';
import { SUBJECTS } from './subjects.mjs';
import type { World } from './world.mjs';

/** The matrix in so many parts, each of which has every operation in one or two faults: `npm run test:faults` runs all. */
const PARTS = 40;

let world: World;
beforeAll(async () => {
	world = await warmWorld();
});
afterAll(async () => await world.stop());

test.each(
	SUBJECTS.map((subject, at) => ({ name: `${subject.system}, ${subject.name}`, subject, at })),
)(
	'$name: what is told agrees with the books, whatever goes wrong',
	async ({ subject, at }) => {
		const isOfPart = (_: unknown, nth: number): boolean => nth % PARTS === at % PARTS;
		const faults = new Set(FAULTS.filter(isOfPart));
		const cells = await runSubject(world, subject, (fault) => faults.has(fault));
		expect(cells.flatMap(problemsOf)).toEqual([]);
	},
	120_000,
);
