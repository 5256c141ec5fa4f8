import type { Locator, Page } from 'playwright-core';

/** n8n marks the parts of its editor for tests; only those that can be seen count. */
export function part(within: Page | Locator, id: string): Locator {
	return within.locator(`[data-test-id="${id}"]:visible`);
}

/** The text and nothing around it. */
export function exactly(text: string): RegExp {
	return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}

/** Opens a dropdown and takes the entry that begins with a text; descriptions stand below it. */
export async function choose(page: Page, dropdown: Locator, entry: string): Promise<void> {
	await dropdown.click();
	const entries = page.locator('[role=option]:visible');
	const begins = new RegExp(`^\\s*${entry.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(\\n|\\s*$)`);
	await entries.filter({ hasText: begins }).first().click();
}
