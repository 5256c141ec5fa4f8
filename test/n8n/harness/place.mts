import { exampleFiles, type MadeCredential, readExample } from '../../demo/examples.mjs';
import { type System, type Vendor, vendorsOf } from '../../demo/vendors.mjs';
import { type Sandbox, startSandbox } from '../../sandbox/index.mjs';
import { type Context, newHome } from '../context.mjs';
import type { N8nHome } from './n8nHome.mjs';
import type { ProcessGroup } from './processGroup.mjs';
import { newOwner, type Owner, Rest, type SavedWorkflow } from './rest.mjs';

export interface PlaceOptions {
	/** Ports; any free ones unless given. */
	port?: number;
	sandboxPort?: number;
	env?: Readonly<Record<string, string>>;
}

/** A running n8n with an owner, beside the stand-ins, with credentials for them. */
export interface Place {
	url: string;
	owner: Owner;
	/** Signed in as the owner. */
	rest: Rest;
	home: N8nHome;
	process: ProcessGroup;
	sandbox: Sandbox;
	vendors: Record<System, Vendor>;
	/** One for each system, as n8n has saved it. */
	credentials: Record<System, MadeCredential>;
	oAuth2Credential: MadeCredential;
	close(): Promise<void>;
}

export async function openPlace(
	context: Context,
	name: string,
	{ port, sandboxPort, env }: PlaceOptions = {},
): Promise<Place> {
	const sandbox = await startSandbox({ port: sandboxPort });
	const home = newHome(context, name, env);
	const close = async () => {
		await home.remove();
		await sandbox.stop();
	};
	try {
		const vendors = vendorsOf(sandbox);
		const { url, process } = await home.start(port);
		const rest = new Rest(url);
		const owner = newOwner();
		await rest.setUpOwner(owner);
		const { billingPlatform, cloudBilling } = vendors;
		const { baseUrl, clientId, clientSecret } = sandbox.billingPlatform;
		const credentials = {
			billingPlatform: await save(rest, billingPlatform),
			cloudBilling: await save(rest, cloudBilling),
		};
		const oAuth2Credential = await save(rest, {
			name: 'BillingPlatform (OAuth2)',
			credentialType: 'billingPlatformOAuth2Api',
			credential: { baseUrl, clientId, clientSecret },
		});
		const place = { url, owner, rest, home, process, sandbox, vendors };
		return { ...place, credentials, oAuth2Credential, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** Imports all examples. */
export async function bringExamples({ rest, credentials }: Place): Promise<SavedWorkflow[]> {
	const saved: SavedWorkflow[] = [];
	for (const file of exampleFiles) {
		saved.push(await rest.createWorkflow(readExample(file, credentials)));
	}
	return saved;
}

async function save(
	rest: Rest,
	{ name, credentialType, credential }: Pick<Vendor, 'name' | 'credentialType' | 'credential'>,
): Promise<MadeCredential> {
	const id = await rest.createCredential(credentialType, name, credential);
	return { id, name, credentialType };
}
