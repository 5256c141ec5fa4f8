import { join } from 'node:path';

import type { Context } from '../context.mjs';
import { openPlace, type Place } from '../harness/place.mjs';
import type { NewWorkflow } from '../harness/rest.mjs';
import type { Test } from '../runner.mjs';
import { Camera, launchBrowser, openWindow } from './browser.mjs';
import { Editor } from './editor.mjs';

/** An n8n, a browser that is signed in to it, and a camera. */
export interface Studio {
	place: Place;
	editor: Editor;
	camera: Camera;
	/** A test that leaves a picture when it fails. */
	test: Test;
	/** Saves a workflow and opens it. */
	stage(workflow: NewWorkflow): Promise<void>;
	close(): Promise<void>;
}

export async function openStudio(
	context: Context,
	name: string,
	test: Test,
	pictures?: string,
): Promise<Studio> {
	const place = await openPlace(context, name);
	const browser = await launchBrowser();
	const close = async () => {
		await browser.close();
		await place.close();
	};
	try {
		const { window, page } = await openWindow(browser);
		await window.addCookies([{ ...place.rest.signedInBy, url: place.url }]);
		const editor = new Editor(page, place.url);
		const camera = new Camera(page, join(context.artefacts, name), pictures);
		let staged = 0;
		return {
			place,
			editor,
			camera,
			close,
			async test(rule, work) {
				await test(rule, async () => {
					try {
						await work();
					} catch (error) {
						editor.startAfresh();
						await camera.shoot('FAILED');
						throw error;
					}
				});
			},
			async stage(workflow) {
				staged += 1;
				const name = `${workflow.name} ${staged}`;
				await editor.open(await place.rest.createWorkflow({ ...workflow, name }));
			},
		};
	} catch (error) {
		await close();
		throw error;
	}
}
