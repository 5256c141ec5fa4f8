import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program in a process of its own and gives the one answer it sends. */
export async function ask<Answer>(program: string, order: unknown): Promise<Answer> {
	const child = fork(program, [JSON.stringify(order)]);
	const gone = once(child, 'exit');
	const died = gone.then(([code]) => {
		throw new Error(`The process that measures ended with ${String(code)}`);
	});
	const [answer] = (await Promise.race([once(child, 'message'), died])) as [Answer];
	await gone;
	return answer;
}
