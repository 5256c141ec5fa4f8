import type { Locator, Page } from 'playwright-core';

/** n8n marks the parts of its editor for tests; only those that can be seen count. */
export function part(within: Page | Locator, id: string): Locator {
	return within.locator(`[data-test-id="${id}"]:visible`);
}

/** The text and nothing around it. */
export function exactly(text: string): RegExp {
	return new RegExp(`^\\s*${escaped(text)}\\s*$`);
}

/** Opens a dropdown and takes an entry by its title; a description may stand below it. */
export async function choose(page: Page, dropdown: Locator, title: string): Promise<void> {
	await dropdown.click();
	const entries = page.locator('[role=option]:visible, [role=menuitem]:visible');
	await entries
		.filter({ hasText: new RegExp(`^\\s*${escaped(title)}(\\s*\\n|\\s*$|\\s{2})`) })
		.or(entries.filter({ has: page.getByText(exactly(title)) }))
		.first()
		.click();
}

function escaped(text: string): string {
	return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
