import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DocumentLoader } from '../../../nodes/Billing/systems/cloudBilling/wsdl/documents.js';
import { decodeXmlBytes } from '../../../nodes/Billing/systems/cloudBilling/xml/bytes.js';

/** Files appear to the reader under this address, as it takes http addresses of one host only. */
const FILES = 'http://files.invalid';

/** Everything that was loaded, by address. */
export type Loaded = Map<string, string>;

/** The WSDLs that are meant: one address, one file, or all `.wsdl` files below a folder. */
export function wsdlsAt(where: string): string[] {
	if (/^https?:/.test(where)) return [where];
	if (!statSync(where).isDirectory()) return [where];
	return readdirSync(where, { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.wsdl$/i.test(name))
		.sort()
		.map((name) => join(where, name));
}

export function addressOf(wsdl: string): string {
	if (/^https?:/.test(wsdl)) return wsdl;
	return FILES + pathToFileURL(resolve(wsdl)).pathname;
}

/** Reads documents by address and keeps them in `loaded`. */
export function loader(loaded: Loaded): DocumentLoader {
	return async (url) => {
		const text = url.startsWith(`${FILES}/`) ? readLocal(url) : await fetchText(url);
		loaded.set(url, text);
		return text;
	};
}

function readLocal(url: string): string {
	const { pathname } = new URL(url);
	return decodeXmlBytes(readFileSync(fileURLToPath(`file://${pathname}`)));
}

async function fetchText(url: string): Promise<string> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${url} answered with status ${response.status}`);
	const bytes = new Uint8Array(await response.arrayBuffer());
	return decodeXmlBytes(bytes, response.headers.get('content-type') ?? '');
}
