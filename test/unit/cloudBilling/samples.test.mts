import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeResponse } from '../../../nodes/Billing/systems/cloudBilling/soap/decode.js';
import {
	encodeRequest,
	type SoapHeader,
} from '../../../nodes/Billing/systems/cloudBilling/soap/encode.js';
import { canonicalXml } from './canonicalXml.mjs';
import { builtIn, wcfContract } from './contracts.mjs';

/**
 * One case per folder, named <Operation>__should_...: request.json gives what a user gives,
 * request.xml what goes over the wire, response.xml what comes back, response.json what the user
 * gets. A case may leave out either pair.
 */
interface Request {
	contract: 'built-in' | 'wsdl';
	parameters?: Record<string, unknown>;
	headers?: SoapHeader[];
}

const FOLDER = fileURLToPath(new URL('samples/', import.meta.url));

describe.each(readdirSync(FOLDER))('%s', (name) => {
	const [operation] = name.split('__');
	const path = (file: string): string => `${FOLDER}${name}/${file}`;
	const read = (file: string): string => readFileSync(path(file), 'utf8');
	const request: Request = JSON.parse(read('request.json'));
	const contract = async () => (request.contract === 'wsdl' ? await wcfContract() : builtIn);

	if (existsSync(path('request.xml'))) {
		test('request', async () => {
			const xml = encodeRequest(
				await contract(),
				operation,
				request.parameters ?? {},
				request.headers,
			);
			expect(canonicalXml(xml)).toBe(canonicalXml(read('request.xml')));
		});
	}

	if (existsSync(path('response.xml'))) {
		test('response', async () => {
			const answer = decodeResponse(await contract(), operation, read('response.xml'));
			expect(JSON.parse(JSON.stringify(answer))).toEqual(JSON.parse(read('response.json')));
		});
	}
});
