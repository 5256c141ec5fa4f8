import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { WorkflowJson } from '../engine/harness/index.mjs';
import type { System } from './vendors.mjs';

/** A credential that was made for a stand-in. */
export interface MadeCredential {
	id: string;
	name: string;
	credentialType: string;
}

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));

export const exampleFiles = readdirSync(folder).filter((file) => file.endsWith('.json'));

/** Exported workflows name no credentials: the user chooses them after the import, we do here. */
export function readExample(
	file: string,
	credentials: Readonly<Record<System, MadeCredential>>,
): WorkflowJson & { name: string } {
	const workflow = JSON.parse(readFileSync(folder + file, 'utf8')) as WorkflowJson & {
		name: string;
	};
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => {
			if (!node.type.startsWith('n8n-nodes-billing.')) return node;
			// An export leaves out what is the default.
			const system = (node.parameters?.system ?? 'billingPlatform') as System;
			const { credentialType, id, name } = credentials[system];
			return { ...node, credentials: { [credentialType]: { id, name } } };
		}),
	};
}
