import { parseArgs } from 'node:util';
import { startSandbox, type Sandbox } from './index.mjs';

const DEFAULT_PORT = 8484;

function introduction({ url, billingPlatform: system, cloudBilling: soap }: Sandbox): string {
	return `
Billing sandbox on ${url} (data lives in memory and is gone when this stops)

BillingPlatform stand-in
  Base URL       ${system.baseUrl}
  User name      ${system.username}
  Password       ${system.password}
  Client id      ${system.clientId}
  Client secret  ${system.clientSecret}

CloudBilling stand-in
  Endpoint       ${soap.endpoint}
  WSDL           ${soap.endpoint}?singleWsdl (or ?wsdl)
  API token      ${soap.apiToken}
  Deprecated     Login with ${soap.emailAddress} / ${soap.password} / environment ${soap.environment}

In n8n: create a credential "BillingPlatform API", paste the base URL, user name and password.
For OAuth choose "BillingPlatform OAuth2 API" with the client id and secret instead.
For CloudBilling create a credential "CloudBilling API", paste the endpoint and the API token.
n8n in a container reaches this only if it shares the host's network.

Things to try in a Billing node
  Get Many   ACCOUNT where Status is ACTIVE
  Query      SELECT Id, DueDate, GrandTotalAmount FROM INVOICE
             WHERE Status = 'CLOSED' AND PaymentStatus = 'UNPAID' AND DueDate < '${today()}'
  Upsert     ACCOUNT by C_CrmId, with Name, Status = ACTIVE, AccountTypeId = 2
and with CloudBilling
  Customer   Get 101001, or Get Many
  Purchase   Get Many Unmapped; Upload by the operation ${soap.switches.purchaseUploadName}
  Invoice    Get Many with status APPROVED, then their Documents as PDF

Look inside or make it misbehave
  curl ${url}/__sandbox/billingPlatform/books
  curl ${url}/__sandbox/billingPlatform/requests
  curl -X POST ${url}/__sandbox/billingPlatform/sessions/expire
  curl -X POST ${url}/__sandbox/billingPlatform/faults \\
       -d '{"match": {"kind": "query"}, "do": {"type": "status", "code": 503}}'
  curl -X POST ${url}/__sandbox/billingPlatform/clock -d '{"offsetMs": -60000}'
  curl -X POST ${url}/__sandbox/billingPlatform/reset
and the same under ${url}/__sandbox/cloudBilling, with
  curl -X POST ${url}/__sandbox/cloudBilling/tokens/expire
  curl -X POST ${url}/__sandbox/cloudBilling/switches -d '{"resultShape": "flat"}'
  curl -X POST ${url}/__sandbox/cloudBilling/faults \\
       -d '{"match": {"kind": "GetPurchases"}, "do": {"type": "soapFault"}}'

Stop with Ctrl-C.
`;
}

function today(): string {
	return new Date().toISOString().slice(0, 10);
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: String(DEFAULT_PORT) },
			latency: { type: 'string', default: '0' },
			empty: { type: 'boolean', default: false },
		},
	});
	const sandbox = await startSandbox({
		port: Number(values.port),
		latencyMs: Number(values.latency),
		seed: !values.empty,
	});
	console.log(introduction(sandbox));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void sandbox.stop());
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
