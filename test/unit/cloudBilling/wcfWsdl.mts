import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * A WSDL as WCF publishes one, in its two forms. Written by hand after WCF's habits; no real
 * service has it.
 */
export const WSDL_URL = 'https://billing.example.com/BillingService.svc?wsdl';

const BASE = WSDL_URL.replace('?wsdl', '');
const PARTS = ['xsd0', 'xsd1', 'xsd2', 'xsd3'];

function read(name: string): string {
	const file = fileURLToPath(new URL(`wcf/${name}`, import.meta.url));
	return readFileSync(file, 'utf8').replaceAll('{base}', BASE);
}

/** The documents behind `?wsdl`, by URL. */
export function splitWsdl(): Map<string, string> {
	const imports = PARTS.map((part) => `<xsd:import schemaLocation="${BASE}?xsd=${part}"/>`).join(
		'',
	);
	const types = `<xsd:schema targetNamespace="http://tempuri.org/Imports">${imports}</xsd:schema>`;
	return new Map([
		[WSDL_URL, read('service.wsdl').replace('<!-- types -->', types)],
		...PARTS.map((part): [string, string] => [`${BASE}?xsd=${part}`, read(`${part}.xsd`)]),
	]);
}

/** The document behind `?singleWsdl`: all schemas embedded, imports without a location. */
export function singleWsdl(): string {
	const schemas = PARTS.map((part) =>
		read(`${part}.xsd`)
			.replace(/<\?xml.*?\?>/, '')
			.replace(/ schemaLocation="[^"]*"/g, ''),
	);
	return read('service.wsdl').replace('<!-- types -->', schemas.join('\n'));
}
