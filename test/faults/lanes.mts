import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FAULTS } from './faults.mjs';
import type { Order, Sent } from './lane.mjs';
import { type Cell, NO_FAULT } from './matrix.mjs';
import type { Subject } from './model.mjs';
import { SUBJECTS } from './subjects.mjs';

const PROGRAM = fileURLToPath(new URL('lane.mts', import.meta.url));

/**
 * Runs subjects side by side, each lane in a process of its own: one processor would be all that a single one can use.
 * @param faults only those whose names match it
 * @param onSubject hears of every subject that is done
 */
export async function runAll(
	subjects: readonly Subject[],
	lanes: number,
	faults: string,
	onSubject: (cells: Cell[]) => void,
): Promise<void> {
	const queue = [...subjects];
	const lane = async (): Promise<void> => await runLane(queue, faults, onSubject);
	await Promise.all(Array.from({ length: lanes }, lane));
}

async function runLane(
	queue: Subject[],
	faults: string,
	onSubject: (cells: Cell[]) => void,
): Promise<void> {
	const lane = fork(PROGRAM, { serialization: 'advanced' });
	let current: Subject | undefined;
	const next = (): void => {
		current = queue.shift();
		if (!current) return lane.disconnect();
		const order: Order = { subject: SUBJECTS.indexOf(current), faults };
		lane.send(order);
	};
	lane.on('message', (sent: Sent[]) => {
		if (current) onSubject(received(current, sent));
		next();
	});
	await new Promise<void>((resolve, reject) => {
		lane.once('error', reject);
		lane.once('exit', (code) => {
			if (code === 0) resolve();
			else
				reject(new Error(`The process of ${current?.name ?? 'a lane'} ended with ${String(code)}`));
		});
	});
}

function received(subject: Subject, sent: readonly Sent[]): Cell[] {
	return sent.map(({ fault: name, runs }) => {
		const fault = [NO_FAULT, ...FAULTS].find((each) => each.name === name);
		if (!fault) throw new Error(`There is no fault ${name}`);
		return { subject, fault, runs };
	});
}
