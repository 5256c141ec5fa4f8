import type { Fault } from '../sandbox/index.mjs';
import type { FaultCase } from './model.mjs';

/** A fault that hits one of the calls of an operation. */
export const once = (
	name: string,
	fault: Fault,
	expect: FaultCase['expect'],
	more: Partial<FaultCase> = {},
): FaultCase => ({
	name,
	expect,
	hitsOne: true,
	order: (world, subject) => world.hit(subject, fault),
	...more,
});
