import { parseArgs } from 'node:util';
import { wsdlsAt } from './wsdl/documents.mjs';
import { type OperationTrial, type Trial, tryWsdl } from './wsdl/trial.mjs';
import { hasXmllint } from './wsdl/xmllint.mjs';

const USAGE = `Usage: npm run wsdl -- [--show] <WSDL file, folder of WSDLs, or https URL> ...

Reads each WSDL as the Billing node does, lists its operations and writes a sample request for each,
which xmllint, if this machine has it, validates by the schemas of the WSDL. --show prints the requests.`;

async function main(): Promise<number> {
	const { values, positionals } = parseArgs({
		options: { show: { type: 'boolean', default: false } },
		allowPositionals: true,
	});
	if (positionals.length === 0) {
		console.error(USAGE);
		return 2;
	}
	const isChecked = hasXmllint();
	const wsdls = positionals.flatMap(wsdlsAt);
	const trials: Trial[] = [];
	for (const wsdl of wsdls) {
		const trial = await tryWsdl(wsdl, isChecked);
		trials.push(trial);
		print(trial, values.show);
	}
	if (!isChecked) console.log('\nxmllint is not on this machine: the requests were not validated.');
	return summary(trials);
}

function print({ wsdl, problem, operations }: Trial, show: boolean): void {
	console.log(`\n${wsdl}`);
	if (problem !== undefined) console.log(`  NOT READ   ${problem}`);
	for (const operation of operations) {
		console.log(`  ${stateOf(operation)} ${operation.name}${detailOf(operation)}`);
		if (!show || operation.request === undefined) continue;
		console.log(`             SOAPAction: "${operation.soapAction}"`);
		console.log(`             ${operation.request}`);
	}
}

function stateOf({ problem, verdict }: OperationTrial): string {
	if (problem !== undefined) return 'no request';
	return { valid: 'valid     ', invalid: 'INVALID   ', unchecked: 'unchecked ' }[verdict];
}

function detailOf({ problem, reason }: OperationTrial): string {
	const detail = problem ?? reason;
	return detail === undefined ? '' : `: ${detail}`;
}

/** @returns the exit code: 1 where a WSDL could not be read or a request is invalid */
function summary(trials: readonly Trial[]): number {
	const read = trials.filter(({ problem }) => problem === undefined);
	const operations = read.flatMap((trial) => trial.operations);
	const written = operations.filter(({ request }) => request !== undefined);
	const counted = (verdict: OperationTrial['verdict']): number =>
		written.filter((operation) => operation.verdict === verdict).length;
	console.log(
		`\nwsdl: ${read.length} of ${trials.length} read, ${operations.length} operations; ` +
			`${written.length} requests: ${counted('valid')} valid, ${counted('invalid')} invalid, ` +
			`${counted('unchecked')} unchecked`,
	);
	return read.length < trials.length || counted('invalid') > 0 ? 1 : 0;
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 2;
	},
);
