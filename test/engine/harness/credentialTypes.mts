import type { DirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import { n8n } from './runtime.mjs';

/** Stand-in for n8n's own type, for packages that extend it. The fields are those n8n-core reads. */
const oAuth2Api: ICredentialType = {
	name: 'oAuth2Api',
	displayName: 'OAuth2 API',
	properties: [
		text('grantType', 'authorizationCode'),
		text('authUrl'),
		text('accessTokenUrl'),
		text('clientId'),
		text('clientSecret'),
		text('scope'),
		text('authQueryParameters'),
		text('authentication', 'header'),
		{ displayName: 'Ignore SSL', name: 'ignoreSSLIssues', type: 'boolean', default: false },
		{ displayName: 'Token', name: 'oauthTokenData', type: 'json', default: {} },
	],
};

function text(name: string, value = ''): INodeProperties {
	return { displayName: name, name, type: 'string', default: value };
}

/** The credential types of one package, plus `oAuth2Api`. */
export class CredentialTypes {
	constructor(private readonly loader: DirectoryLoader) {}

	/** @throws UnrecognizedCredentialTypeError */
	getByName(name: string): ICredentialType {
		return name === oAuth2Api.name ? oAuth2Api : this.loader.getCredential(name).type;
	}

	getParentTypes(name: string): string[] {
		const parents = this.getByName(name).extends ?? [];
		return parents.flatMap((parent) => [...this.getParentTypes(parent), parent]);
	}

	/** Own properties on top of those of the parents. */
	getProperties(name: string): INodeProperties[] {
		const type = this.getByName(name);
		const merged: INodeProperties[] = [];
		for (const parent of type.extends ?? []) {
			n8n.NodeHelpers.mergeNodeProperties(merged, this.getProperties(parent));
		}
		n8n.NodeHelpers.mergeNodeProperties(merged, type.properties);
		return merged;
	}

	isUsableBy(name: string, nodeType: string): boolean {
		if (name === oAuth2Api.name || !(name in this.loader.known.credentials)) return true;
		if (!this.getByName(name).restrictToSupportedNodes) return true;
		const supported = this.loader.known.credentials[name].supportedNodes ?? [];
		return supported.some((node) => `${this.loader.packageName}.${node}` === nodeType);
	}
}
