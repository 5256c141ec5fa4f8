import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import {
	type Browser,
	type BrowserContext,
	chromium,
	type Locator,
	type Page,
} from 'playwright-core';

const WINDOW = { width: 1440, height: 900 };
/** Enough for two busy cores; what takes as long as this has failed. */
const WITHIN_MS = 60_000;

/** Chromium would otherwise look for its maker's servers, and n8n would be shown in pieces without a GPU. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

export async function launchBrowser(): Promise<Browser> {
	const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
	if (!existsSync(executablePath)) {
		throw new Error(
			`${executablePath} is not there: install Debian's chromium, or name another one in CHROMIUM`,
		);
	}
	return await chromium.launch({ executablePath, args: FLAGS });
}

export async function openWindow(
	browser: Browser,
): Promise<{ window: BrowserContext; page: Page }> {
	const window = await browser.newContext({ viewport: WINDOW, acceptDownloads: true });
	window.setDefaultTimeout(WITHIN_MS);
	return { window, page: await window.newPage() };
}

/** Keeps what a page shows, numbered in the order in which it was seen. */
export class Camera {
	private taken = 0;

	constructor(
		private readonly page: Page,
		private readonly dir: string,
		/** Where the pictures of the README go; none are made without it. */
		private readonly pictures?: string,
	) {
		mkdirSync(dir, { recursive: true });
	}

	async shoot(name: string): Promise<void> {
		this.taken += 1;
		const number = String(this.taken).padStart(2, '0');
		const path = join(this.dir, `${number}-${name.replaceAll(/[^\w-]+/g, '-')}.png`);
		await this.page.screenshot({ path, animations: 'disabled' });
	}

	/** Keeps a part of the page for the README, without messages that come and go. */
	async picture(name: string, of: Locator): Promise<void> {
		await this.shoot(name);
		if (this.pictures === undefined) return;
		await this.page.mouse.move(0, 0);
		await this.page.addStyleTag({
			content: '.el-notification, [role=tooltip] { visibility: hidden !important; }',
		});
		await of.screenshot({ path: join(this.pictures, `${name}.png`), animations: 'disabled' });
	}
}
