import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import type { CredentialsHelper } from './credentials.mjs';
import { container, core, n8n } from './runtime.mjs';

/** What n8n hands to every execution beside the workflow. */
export function additionalData(
	credentialsHelper: CredentialsHelper,
	own: Partial<IWorkflowExecuteAdditionalData> = {},
): IWorkflowExecuteAdditionalData {
	const base = 'http://127.0.0.1:5678';
	const missing = (what: string) => async (): Promise<never> => {
		throw new n8n.UserError(`The engine harness has no ${what}`);
	};
	return {
		credentialsHelper,
		externalSecretsProxy: container().get(core.ExternalSecretsProxy),
		executeWorkflow: missing('sub-workflows'),
		getRunExecutionData: missing('saved executions'),
		getRuntimeCredential: missing('runtime credentials'),
		startRunnerTask: missing('task runners'),
		currentNodeExecutionIndex: 0,
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: `${base}/`,
		formBaseUrl: `${base}/form`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		formTestBaseUrl: `${base}/form-test`,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		mcpBaseUrl: `${base}/mcp`,
		mcpTestBaseUrl: `${base}/mcp-test`,
		variables: {},
		logAiEvent: () => {},
		...own,
	};
}
