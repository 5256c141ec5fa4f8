import type {
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialTestRequest,
	ICredentialsDecrypted,
	INode,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { additionalData } from './additionalData.mjs';
import { nodeType, property } from './builtins/describe.mjs';
import { singleNodeWorkflow } from './credentialExpressions.mjs';
import type { CredentialStore } from './credentialStore.mjs';
import type { CredentialTypes } from './credentialTypes.mjs';
import type { CredentialsHelper } from './credentials.mjs';
import { core, n8n } from './runtime.mjs';

type Rule = IAuthenticateRuleResponseCode | IAuthenticateRuleResponseSuccessBody;

/** Tests a saved credential as the editor's "Test" does: by the `test` request of its type. */
export class CredentialTester {
	constructor(
		private readonly types: CredentialTypes,
		private readonly store: CredentialStore,
		private readonly helper: CredentialsHelper,
	) {}

	/**
	 * @param freshLogin log in even if a session is saved. n8n means to, but 2.41 compares the type of its
	 *   temporary node with `n8n-nodes-base.noOp` where that type is just `noOp`, and so reuses the session.
	 */
	async test(id: string, freshLogin = false): Promise<INodeCredentialTestResult> {
		const { type, name } = this.store.get(id);
		const { test } = this.types.getByName(type);
		if (!test) return failed('No testing function found for this credential.');
		const data = additionalData(this.helper);
		try {
			const stored = this.store.data(id);
			const resolved = await this.helper.resolve(data, stored, type, 'internal');
			const response = await this.send(test, { id, name, type, data: resolved }, freshLogin);
			return bodyVerdict(test, response) ?? { status: 'OK', message: 'Connection successful!' };
		} catch (error) {
			return errorVerdict(test, error);
		}
	}

	private async send(
		test: ICredentialTestRequest,
		credential: ICredentialsDecrypted,
		freshLogin: boolean,
	): Promise<INodeExecutionData[][] | null | undefined> {
		const type = testingNodeType(test, credential.type);
		const node: INode = {
			id: 'temp',
			name: 'Temp-Node',
			type: freshLogin ? 'n8n-nodes-base.noOp' : 'noOp',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		};
		const workflow = singleNodeWorkflow(node, type);
		const context = new core.ExecuteContext(
			workflow,
			node,
			additionalData(this.helper, { currentNodeParameters: node.parameters }),
			'internal',
			n8n.createEmptyRunExecutionData(),
			0,
			[],
			{ main: [[{ json: {} }]] },
			{ node, data: {}, source: null },
			[],
		);
		return await new core.RoutingNode(context, type, credential).runNode();
	}
}

/** A node with a single parameter that sends the test request. */
function testingNodeType({ request }: ICredentialTestRequest, credentialType: string): INodeType {
	return nodeType('noOp', {
		credentials: [{ name: credentialType, required: true }],
		properties: [property('temp', 'string', '', { routing: { request } })],
	});
}

function rulesOf({ rules = [] }: ICredentialTestRequest): Rule[] {
	return rules;
}

function bodyVerdict(
	test: ICredentialTestRequest,
	response: INodeExecutionData[][] | null | undefined,
): INodeCredentialTestResult | undefined {
	const body = response?.[0]?.[0]?.json;
	const broken = rulesOf(test).find(
		(rule) =>
			rule.type === 'responseSuccessBody' &&
			valueAt(body, rule.properties.key) === rule.properties.value,
	);
	return broken && failed(broken.properties.message);
}

function errorVerdict(test: ICredentialTestRequest, error: unknown): INodeCredentialTestResult {
	const status = valueAt(error, 'cause.response.status');
	const code = valueAt(error, 'cause.code');
	if (typeof status !== 'number') {
		return failed(typeof code === 'string' ? code : String(valueAt(error, 'message')));
	}
	const rule = rulesOf(test).find(
		({ type, properties }) => type === 'responseCode' && properties.value === status,
	);
	const text = valueAt(error, 'cause.response.statusText');
	return failed(rule?.properties.message ?? (text ? String(text) : `HTTP status code: ${status}`));
}

function valueAt(value: unknown, path: string): unknown {
	return path.split('.').reduce<unknown>((inner, key) => {
		const isObject = typeof inner === 'object' && inner !== null;
		return isObject ? (inner as Record<string, unknown>)[key] : undefined;
	}, value);
}

function failed(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}
