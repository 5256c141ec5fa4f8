import type { Locator, Page } from 'playwright-core';

import { choose, part } from './testId.mjs';

/** The dialog in which a user sets up a credential. */
export class CredentialDialog {
	private constructor(
		private readonly page: Page,
		readonly dialog: Locator,
	) {}

	static async opened(page: Page): Promise<CredentialDialog> {
		const dialog = part(page, 'editCredential-modal');
		await part(dialog, 'credential-save-button').waitFor();
		return new CredentialDialog(page, dialog);
	}

	async fill(values: Readonly<Record<string, string>>): Promise<void> {
		for (const [name, value] of Object.entries(values)) {
			await part(this.dialog, `parameter-input-${name}`).locator('input').fill(value);
		}
	}

	async choose(name: string, title: string): Promise<void> {
		await choose(this.page, part(this.dialog, `parameter-input-${name}`), title);
	}

	/** Chooses between the kinds of credential that a node takes. */
	async chooseKind(title: string): Promise<void> {
		await choose(this.page, part(this.dialog, 'credential-mode-dropdown-trigger'), title);
	}

	/** Saves, which tests it, too: n8n closes the dialog if all is well. */
	async save(): Promise<void> {
		// n8n asks its server for a name, and refuses to save before it has one.
		await part(this.dialog, 'credential-name').waitFor();
		await part(this.dialog, 'credential-save-button').click();
	}

	async closed(): Promise<void> {
		await this.dialog.waitFor({ state: 'hidden' });
	}

	/** The reason that n8n gives for a test that failed. */
	async failure(): Promise<string> {
		await this.dialog.getByText('More details').click();
		return await this.dialog.innerText();
	}

	/** Waits until n8n says that the test went well. */
	async proved(): Promise<void> {
		await part(this.dialog, 'credentials-config-container-test-success').waitFor();
	}

	async close(): Promise<void> {
		await this.dialog.locator('button[aria-label*="lose"]').first().click();
		await this.closed();
	}
}
