import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

import type { Download, Locator, Page } from 'playwright-core';

import { CredentialDialog } from './credentialDialog.mjs';
import { choose, exactly, part } from './testId.mjs';

const LOOK_AGAIN_MS = 100;
const HOLDS_WITHIN_MS = 10_000;

/** One node, opened: its parameters in the middle, what goes in and what comes out beside them. */
export class NodeView {
	readonly view: Locator;

	private readonly output: Locator;

	constructor(private readonly page: Page) {
		this.view = part(page, 'ndv');
		this.output = part(page, 'output-panel');
	}

	async opened(): Promise<void> {
		await part(this.view, 'node-parameters').waitFor();
	}

	async isOpen(): Promise<boolean> {
		return await this.view.isVisible();
	}

	async close(): Promise<void> {
		await part(this.view, 'ndv-close-button').click();
		await this.view.waitFor({ state: 'hidden' });
	}

	async text(): Promise<string> {
		return await this.view.innerText();
	}

	parameter(name: string): Locator {
		return part(this.view, `parameter-input-${name}`);
	}

	/** What a field holds now; of a dropdown the title of the entry. */
	async valueOf(name: string): Promise<string> {
		return await this.parameter(name).locator('input').first().inputValue();
	}

	/** Waits until fields hold what they should: one follows from the other after a moment. */
	async holds(expected: Readonly<Record<string, string>>): Promise<void> {
		const shown = async () =>
			Object.fromEntries(
				await Promise.all(
					Object.keys(expected).map(async (name) => [name, await this.valueOf(name)] as const),
				),
			);
		const deadline = performance.now() + HOLDS_WITHIN_MS;
		let values = await shown();
		while (!isDeepStrictEqual(values, expected) && performance.now() < deadline) {
			await this.page.waitForTimeout(LOOK_AGAIN_MS);
			values = await shown();
		}
		assert.deepEqual(values, expected);
	}

	async choose(name: string, title: string): Promise<void> {
		await choose(this.page, this.parameter(name), title);
	}

	async fill(name: string, value: string): Promise<void> {
		await this.parameter(name).locator('input, textarea').first().fill(value);
	}

	async credential(): Promise<string> {
		return await part(this.view, 'node-credentials-select').locator('input').inputValue();
	}

	async newCredential(): Promise<CredentialDialog> {
		await part(this.view, 'node-credentials-select').click();
		await part(this.page, 'node-credentials-select-item-new').click();
		return await CredentialDialog.opened(this.page);
	}

	async editCredential(): Promise<CredentialDialog> {
		await part(this.view, 'credential-edit-button').click();
		return await CredentialDialog.opened(this.page);
	}

	/** Opens the list of a resource locator. @returns what it offers */
	async list(name: string): Promise<string[]> {
		await part(part(this.view, `resource-locator-${name}`), 'rlc-input').click();
		await part(this.page, 'rlc-item').first().waitFor();
		return await this.listed();
	}

	/** Types into the list that is open. @returns what is left of it */
	async searchList(text: string): Promise<string[]> {
		const before = (await this.listed()).length;
		await part(this.page, 'rlc-search')
			.locator('input')
			.or(this.page.locator('input[data-test-id="rlc-search"]'))
			.first()
			.fill(text);
		let found = await this.listed();
		while (found.length === 0 || found.length === before) {
			await this.page.waitForTimeout(LOOK_AGAIN_MS);
			found = await this.listed();
		}
		return found;
	}

	private async listed(): Promise<string[]> {
		const texts = await part(this.page, 'rlc-item').allInnerTexts();
		return texts.map((text) => text.trim());
	}

	/** Takes an entry of the list that is open. */
	async take(entry: string): Promise<void> {
		await part(this.page, 'rlc-item')
			.filter({ hasText: exactly(entry) })
			.click();
	}

	/** The titles of the mapped columns, once they are there. */
	async columns(): Promise<string[]> {
		const fields = part(this.view, 'mapping-fields-container');
		const inputs = fields.locator('[data-test-id^="parameter-input-"]:visible');
		await inputs.first().waitFor();
		const ids = await inputs.evaluateAll((elements) =>
			elements.map((element) => element.getAttribute('data-test-id') ?? ''),
		);
		return ids.map((id) => id.replace('parameter-input-', '')).filter((id) => id !== 'field');
	}

	async addColumn(title: string): Promise<void> {
		await part(this.view, 'add-fields-select').locator('button').click();
		await this.page
			.locator('[role=menuitem]:visible')
			.filter({ hasText: exactly(title) })
			.click();
	}

	async chooseMapping(title: string): Promise<void> {
		await choose(this.page, part(this.view, 'mapping-mode-select'), title);
	}

	/** Runs the step, and what is before it. Of a trigger it is Fetch Test Event. */
	async execute(): Promise<void> {
		await this.startRun();
		await this.ran();
	}

	async startRun(): Promise<void> {
		await part(this.view, 'node-execute-button').click();
	}

	/** Stops the run that is under way. */
	async stop(): Promise<void> {
		await part(this.view, 'ndv-stop-execution-button').click();
	}

	private async ran(): Promise<void> {
		await part(this.output, 'node-run-status-success')
			.or(part(this.output, 'node-run-status-danger'))
			// Columns that n8n loads while the step runs make it call the result stale.
			.or(part(this.output, 'node-run-info-stale'))
			.or(part(this.output, 'node-error-view'))
			.first()
			.waitFor({ timeout: 60_000 });
	}

	/** The table of the output: first its head, then the rows of the page that is shown. */
	async table(): Promise<string[][]> {
		const cells = await this.output
			.locator('table tr')
			.evaluateAll((rows) =>
				rows.map((row) =>
					[...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? ''),
				),
			);
		return cells.map((row) => row.map((cell) => cell.trim()));
	}

	async itemCount(): Promise<string> {
		return (await part(this.output, 'ndv-items-count').innerText()).trim();
	}

	async outputText(): Promise<string> {
		return await this.output.innerText();
	}

	/** Shows one of several outputs, e.g. Error. */
	async chooseOutput(title: RegExp): Promise<void> {
		await this.output
			.locator('[role=tab], [data-test-id^="branch-tab"]')
			.filter({ hasText: title })
			.click();
	}

	/** Presses a button of the output that gives a file. */
	async download(): Promise<Download> {
		const [download] = await Promise.all([
			this.page.waitForEvent('download'),
			part(this.output, 'ndv-binary-data_download')
				.or(this.output.getByText('Download'))
				.first()
				.click(),
		]);
		return download;
	}
}
