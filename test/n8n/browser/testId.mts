import type { Locator, Page } from 'playwright-core';

/** n8n marks the parts of its editor for tests; only those that can be seen count. */
export function part(within: Page | Locator, id: string): Locator {
	return within.locator(`[data-test-id="${id}"]:visible`);
}

/** The text and nothing around it. */
export function exactly(text: string): RegExp {
	return new RegExp(`^\\s*${escaped(text)}\\s*$`);
}

const ENTRIES_WITHIN_MS = 5_000;
const CLICKS = 6;

/** Opens a dropdown and takes an entry by its title; a description may stand below it. */
export async function choose(page: Page, dropdown: Locator, title: string): Promise<void> {
	const entries = page.locator('[role=option]:visible, [role=menuitem]:visible');
	const entry = entries
		.filter({ hasText: new RegExp(`^\\s*${escaped(title)}(\\s*\\n|\\s*$|\\s{2})`) })
		.or(entries.filter({ has: page.getByText(exactly(title)) }))
		.first();
	// The editor shuts a dropdown when it draws anew what is around it.
	for (let click = 1; click < CLICKS; click += 1) {
		await dropdown.click();
		if (await isSeen(entry, ENTRIES_WITHIN_MS)) break;
	}
	await entry.click();
}

async function isSeen(locator: Locator, withinMs: number): Promise<boolean> {
	return await locator.waitFor({ timeout: withinMs }).then(
		() => true,
		() => false,
	);
}

function escaped(text: string): string {
	return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
