import type {
	ICredentialDataDecryptedObject,
	ICredentialsEncrypted,
	INodeCredentialsDetails,
} from 'n8n-workflow';
import { n8n } from './runtime.mjs';

export interface CredentialEntry {
	type: string;
	name: string;
	data: ICredentialDataDecryptedObject;
}

/** One saved credential, in the interface n8n reads and writes it through. Kept as plain JSON text. */
class StoredCredential extends n8n.ICredentials {
	async getData(): Promise<ICredentialDataDecryptedObject> {
		return JSON.parse(this.data ?? '{}') as ICredentialDataDecryptedObject;
	}

	async setData(data: ICredentialDataDecryptedObject): Promise<void> {
		this.data = JSON.stringify(data);
	}

	async updateData(
		changes: Partial<ICredentialDataDecryptedObject>,
		removed: Array<string | number> = [],
	): Promise<void> {
		const data = { ...(await this.getData()), ...changes };
		for (const key of removed) delete data[key];
		await this.setData(data as ICredentialDataDecryptedObject);
	}

	getDataToSave(): ICredentialsEncrypted {
		return { id: this.id, name: this.name, type: this.type, data: this.data ?? '{}' };
	}
}

/** The harness's stand-in for n8n's credentials table. */
export class CredentialStore {
	private readonly entries = new Map<string, StoredCredential>();

	constructor(entries: Readonly<Record<string, CredentialEntry>> = {}) {
		for (const [id, entry] of Object.entries(entries)) this.set(id, entry);
	}

	set(id: string, { type, name, data }: CredentialEntry): void {
		this.entries.set(id, new StoredCredential({ id, name }, type, JSON.stringify(data)));
	}

	/**
	 * The credential with this id, or the only one of that type and name: what n8n picks when it imports
	 * a workflow from another instance.
	 *
	 * @throws UserError when there is none
	 */
	find(details: INodeCredentialsDetails, type: string): StoredCredential {
		const byId = details.id ? this.entries.get(details.id) : undefined;
		if (byId?.type === type) return byId;
		const named = [...this.entries.values()].filter(
			(entry) => entry.type === type && entry.name === details.name,
		);
		if (named.length === 1) return named[0];
		const wanted = details.id ?? details.name;
		throw new n8n.UserError(`Credential with ID "${wanted}" does not exist for type "${type}".`);
	}

	/** What is saved now: a copy, with expressions unresolved. */
	data(id: string): ICredentialDataDecryptedObject {
		return JSON.parse(this.get(id).data ?? '{}') as ICredentialDataDecryptedObject;
	}

	get(id: string): StoredCredential {
		const entry = this.entries.get(id);
		if (!entry) throw new n8n.UserError(`The engine has no credential "${id}"`);
		return entry;
	}
}
