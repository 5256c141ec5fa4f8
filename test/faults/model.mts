import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Step } from '../engine/support/oneNode.mjs';
import type { World } from './world.mjs';

export type System = 'billingPlatform' | 'cloudBilling';

/**
 * What a fault may do to an operation:
 * - `read`: nothing is changed, so every request may be sent again;
 * - `repeatable`: a write that twice is the same as once;
 * - `once`: a write that may not be sent twice;
 * - `poll`: an event of the trigger, whose next poll must catch up.
 */
export type Safety = 'read' | 'repeatable' | 'once' | 'poll';

/** One operation or event, with what it needs to be judged by. A new one is one entry in `subjects.mts`. */
export interface Subject {
	/** As the editor shows it. */
	readonly name: string;
	readonly system: System;
	readonly safety: Safety;
	/** The kind of call, as the stand-in counts them, that does its work: three or more of them in a good run. */
	readonly kind: string;
	/** Whether its items fail in the words of batches (`runBatches`) or one by one. */
	readonly batch?: number;
	/**
	 * Which good answers count as done whatever they hold: those in the vendor's form, whose shape is not documented,
	 * or any, because the answer itself is what comes out.
	 */
	readonly takes?: 'anyShape' | 'anyAnswer';
	/**
	 * What is seen of such answers. Where nothing is said: `done` of moving rows; of the others `unknown` of writes
	 * and `asGiven` of reads.
	 */
	readonly twisted?: Partial<Record<Twist, Fate>>;
	/** What has to be there first. */
	setUp?(world: World): void | Promise<void>;
	readonly work: Write | Read | Poll;
}

export interface Write {
	readonly does: 'write';
	step(world: World): Step;
	/** How often the vendor has done what an input record asks for, by its own rows. */
	done(world: World, record: IDataObject): number;
}

export interface Read {
	readonly does: 'read';
	step(world: World): Step;
	/** What identifies each item that is to come out, in order. */
	expected(world: World): string[];
	key(item: IDataObject): string;
}

export interface Poll {
	readonly does: 'poll';
	parameters(): INodeParameters;
	/** Changes that a poll is to tell of. @returns what identifies each */
	change(world: World): string[];
	key(item: IDataObject): string;
}

/**
 * What the user sees of the calls that the fault hit:
 * - `done`: nothing, all is well;
 * - `refused`: an error, and nothing was done;
 * - `unknown`: an error that says that it may have been done;
 * - `cancelled`: the run was stopped, and what was done is told;
 * - `asGiven`: what the vendor said, because nothing tells that it is not true.
 */
export type Fate = 'done' | 'refused' | 'unknown' | 'cancelled' | 'asGiven';

/** Answers that are well-formed and wrong; or rows that move while they are read. */
export type Twist = 'fewer' | 'more' | 'sameIds' | 'moving';

/** How one run meets the fault. */
export interface Ordeal {
	/** Options of the node beside those of the subject. */
	readonly options?: INodeParameters;
	/** When the run is stopped. */
	readonly cancelWhen?: Promise<unknown>;
	/** Whether n8n dies before it saves what a poll remembers. */
	readonly dies?: boolean;
}

/** One thing that goes wrong. A new one is one entry in `faults.mts`. */
export interface FaultCase {
	readonly name: string;
	/** Both where left out. */
	readonly system?: System;
	/** Whether CloudBilling is entered by its deprecated Login instead of a token. */
	readonly byLogin?: boolean;
	/** Orders the fault; a list is as many runs, each with an ordeal of its own. */
	order(world: World, subject: Subject, run: number): Ordeal | void;
	/** How many runs it takes, by the number of calls in a good one; one where left out. */
	runs?(goodCalls: number, subject: Subject): number;
	/** Whether the answer itself is changed, so that what comes out of it may be another thing. */
	readonly spoils?: boolean;
	/** What must be seen. */
	expect(subject: Subject): Fate;
	/** Whether only the second of the calls that do the work is hit, so that all others must be done. */
	readonly hitsOne?: boolean;
	/** Sessions that may stay open at the vendor, because nobody can know of them or reach it; 0 where left out. */
	leavesOpen?(subject: Subject): number;
	/** Logins that the vendor may see; 1 where left out. */
	readonly logins?: number;
	/** What else is to be true. @returns what is wrong */
	check?(world: World, subject: Subject): string[];
	/** Milliseconds of the clock on the wall that a run may take. */
	readonly within?: number;
}
