import type { Locator, Page } from 'playwright-core';

import type { Owner } from '../harness/rest.mjs';
import { NodeView } from './nodeView.mjs';
import { exactly, part } from './testId.mjs';

/** n8n's editor with the canvas, as a user sees it. */
export class Editor {
	readonly node: NodeView;

	constructor(
		readonly page: Page,
		private readonly url: string,
	) {
		this.node = new NodeView(page);
		// n8n asks before it leaves a workflow with changes.
		page.on('dialog', (dialog) => void dialog.accept());
	}

	async signIn({ email, password }: Owner): Promise<void> {
		await this.goTo('/signin');
		await this.page.fill('input[name=emailOrLdapLoginId]', email);
		await this.page.fill('input[name=password]', password);
		await this.page.keyboard.press('Enter');
		await this.page.waitForURL(/\/(home|workflow)/);
	}

	async open(workflowId: string): Promise<void> {
		await this.goTo(`/workflow/${workflowId}`);
		await part(this.page, 'canvas-node').first().waitFor();
	}

	/** Opens the panel of all nodes, at the end of the last node. */
	async openNodePanel(): Promise<void> {
		await part(this.page, 'canvas-handle-plus').last().click();
		await part(this.page, 'node-creator-search-bar').waitFor();
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

	private async goTo(path: string): Promise<void> {
		await this.page.goto(`${this.url}${path}`, { waitUntil: 'domcontentloaded' });
	}
}
