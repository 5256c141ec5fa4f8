import fc from 'fast-check';

/** Something that holds for every value of a kind. */
export interface Rule {
	name: string;
	/** How many values it is tried with in the whole run. */
	cases: number;
	/** @returns how many values it was tried with, and what was wrong with the first that failed */
	try(cases: number, seed: number): Promise<{ tried: number; failure?: string }>;
}

/** Far beyond what any of these values takes, also on a busy machine: past it, it hangs. */
const LONGEST_MS = 5000;

export function rule<T>(
	name: string,
	cases: number,
	values: fc.Arbitrary<T>,
	holds: (value: T) => void | Promise<void>,
): Rule {
	const property = fc.asyncProperty(values, async (value: T) => {
		const start = performance.now();
		const waited = holds(value);
		if (waited) await waited;
		const took = performance.now() - start;
		if (took > LONGEST_MS) throw new Error(`took ${Math.round(took)} ms`);
		const inherited = Object.keys(Object.prototype);
		if (inherited.length > 0) throw new Error(`every object has ${inherited.join(', ')} now`);
	});
	return {
		name,
		cases,
		async try(numRuns, seed) {
			const details = await fc.check(property, { numRuns, seed });
			return {
				tried: details.numRuns,
				failure: details.failed ? reportOf(details) : undefined,
			};
		},
	};
}

function reportOf<T>(details: fc.RunDetails<[T]>): string {
	const { errorInstance: error } = details;
	const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return `${fc.defaultReportMessage(details)}\n${reason}`;
}

type ErrorClass = abstract new (...args: never[]) => Error;

/** The result, or undefined where the work was refused with one of the errors that users are told. */
export function unlessRefused<T>(work: () => T, ...errors: ErrorClass[]): T | undefined {
	try {
		return work();
	} catch (error) {
		if (errors.some((kind) => error instanceof kind)) return undefined;
		throw error;
	}
}

export async function unlessRefusedLater<T>(
	work: () => Promise<T>,
	...errors: ErrorClass[]
): Promise<T | undefined> {
	try {
		return await work();
	} catch (error) {
		if (errors.some((kind) => error instanceof kind)) return undefined;
		throw error;
	}
}
