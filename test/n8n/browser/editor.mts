import type { Locator, Page } from 'playwright-core';

import type { SavedWorkflow } from '../harness/rest.mjs';
import { NodeView } from './nodeView.mjs';
import { exactly, part } from './testId.mjs';

/** n8n's editor with the canvas, as a user sees it. */
export class Editor {
	readonly node: NodeView;

	private isLoaded = false;

	constructor(
		readonly page: Page,
		private readonly url: string,
	) {
		this.node = new NodeView(page);
		// n8n asks before it leaves a workflow with changes.
		page.on('dialog', (dialog) => void dialog.accept());
	}

	/** Opens a workflow by its name, which no other one may have. */
	async open({ id, name }: SavedWorkflow): Promise<void> {
		await this.goTo(`/workflow/${id}`);
		await part(this.page, 'workflow-name-input')
			.filter({ has: this.page.getByText(exactly(name)) })
			.or(this.page.locator(`[data-test-id="workflow-name-input"] input[value="${name}"]`))
			.first()
			.waitFor();
		await part(this.page, 'canvas-node').first().waitFor();
	}

	/** Opens the page Community nodes and types the name of a package to install. @returns the dialog that asks for it */
	async askForPackage(name: string): Promise<Locator> {
		await this.goTo('/settings/community-nodes');
		await this.page.getByText('Install a community node').first().click();
		const dialog = this.page.locator('[role=dialog]:visible');
		await dialog.locator('input:not([type=checkbox])').first().fill(name);
		return dialog;
	}

	/** Makes the next page come from the server: whatever is shown now may be stuck. */
	startAfresh(): void {
		this.isLoaded = false;
	}

	/** Opens the panel of all nodes, at the end of the last node. */
	async openNodePanel(): Promise<void> {
		await part(this.page, 'canvas-handle-plus').last().click();
		await part(this.page, 'node-creator-search-bar').waitFor();
	}

	/** The panel of all nodes. */
	get panel(): Locator {
		return part(this.page, 'node-creator');
	}

	async search(text: string): Promise<string[]> {
		await part(this.page, 'node-creator-search-bar').fill(text);
		const found = part(this.page, 'node-creator-item-name');
		await found
			.filter({ hasText: /Billing/ })
			.first()
			.waitFor();
		return (await found.allInnerTexts()).map((name) => name.trim());
	}

	/** Chooses a node in the panel, which then shows what the node can do. */
	async chooseNode(name: string): Promise<void> {
		await this.action(name).click();
		await this.page.getByText('Node details').waitFor();
	}

	/** An entry of the panel. */
	action(name: string): Locator {
		return part(this.page, 'node-creator-item-name').filter({ hasText: exactly(name) });
	}

	async openNode(name: string): Promise<NodeView> {
		await part(this.page, 'canvas-node')
			.filter({ has: this.page.getByText(exactly(name)) })
			.dblclick();
		await this.node.opened();
		return this.node;
	}

	/** A page of the editor: loading all of it anew takes ten times as long as going there inside it. */
	private async goTo(path: string): Promise<void> {
		if (!this.isLoaded) {
			await this.load(path);
			this.isLoaded = true;
			return;
		}
		if (await this.node.isOpen()) await this.node.close();
		await this.page.evaluate(`
			history.pushState(null, '', ${JSON.stringify(path)});
			dispatchEvent(new PopStateEvent('popstate', { state: null }));
		`);
	}

	private async load(path: string): Promise<void> {
		await this.page.goto(`${this.url}${path}`, { waitUntil: 'domcontentloaded' });
	}
}
