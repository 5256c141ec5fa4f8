import { packageJson } from '../../../package/packedPackage.mjs';
import type { Studio } from '../../browser/studio.mjs';

/** The way into n8n. Nothing is installed: the package may not be published yet. */
export async function install({ editor, camera, test }: Studio): Promise<void> {
	await test('takes the name of the package on the page Community nodes', async () => {
		const dialog = await editor.askForPackage(packageJson.name);
		await camera.picture('install', dialog);
	});
}
