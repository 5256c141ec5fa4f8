import type { Cell } from './matrix.mjs';
import { runSubject, warmWorld } from './matrix.mjs';
import { SUBJECTS } from './subjects.mjs';

/** What a lane is told to do next. */
export interface Order {
	/** Place in the list of subjects. */
	subject: number;
	/** Faults whose names match it. */
	faults: string;
}

/** A cell on its way between processes. */
export type Sent = Pick<Cell, 'runs'> & { fault: string };

const world = await warmWorld();

async function work({ subject, faults }: Order): Promise<void> {
	const wanted = new RegExp(faults);
	const cells = await runSubject(world, SUBJECTS[subject], ({ name }) => wanted.test(name));
	process.send?.(cells.map(({ fault, runs }): Sent => ({ fault: fault.name, runs })));
}

process.on('message', (order: Order) => void work(order));
process.on('disconnect', () => void world.stop().then(() => process.exit()));
process.send?.([]);
