import type { IDataObject } from 'n8n-workflow';
import type { BillingTest } from './billingTest.mjs';
import { bothOutputsOf, errorOf, runStep, type Step } from './oneNode.mjs';

/** The run stops for the reason given, and nothing has left n8n. */
export async function refusedUnsent(
	test: BillingTest,
	step: Step,
	reason: RegExp | string,
): Promise<void> {
	const text = await errorOf(test, step);
	if (typeof reason === 'string') expect(text).toContain(reason);
	else expect(text).toMatch(reason);
	expect(test.books().calls).toBe(0);
}

/** Of three items the middle one fails for the reason given; the others go on and are returned. */
export async function middleFails(
	test: BillingTest,
	step: Step,
	reason: RegExp | string,
): Promise<IDataObject[]> {
	const { good, failed } = await bothOutputsOf(test, step);
	const error: unknown =
		typeof reason === 'string' ? expect.stringContaining(reason) : expect.stringMatching(reason);
	expect(failed).toMatchObject([{ error }]);
	expect(good).toHaveLength(2);
	return good;
}

/** The item that the error of the run names. */
export async function itemOfError(test: BillingTest, step: Step): Promise<unknown> {
	const { error } = await runStep(test, step);
	return error && 'context' in error ? error.context.itemIndex : undefined;
}

/** An expression that gives the text: fields typed by hand are checked by the editor, expressions are not. */
export const expression = (text: string): string => `={{ ${JSON.stringify(text)} }}`;
