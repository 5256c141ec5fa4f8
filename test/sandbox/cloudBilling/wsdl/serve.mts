import type { Call, Reply } from '../../exchange.mjs';
import type { Contract } from '../contract/model.mjs';
import type { ReadSwitches } from '../switches.mjs';
import {
	contractWsdl,
	importOnly,
	schemaFile,
	singleWsdl,
	wsdlWithContractImport,
	wsdlWithSchemaImports,
	type WsdlPlaces,
} from './documents.mjs';

/** What a machine behind a load balancer calls itself. */
const INTERNAL_HOST = 'cb-app-01';

/** Whether a GET asks for metadata, as opposed to the help page. */
export function asksForMetadata(call: Call): boolean {
	return ['wsdl', 'singlewsdl', 'xsd'].some((key) => parameter(call, key) !== undefined);
}

export function answerMetadata(call: Call, contract: Contract, switches: ReadSwitches): Reply {
	if (switches().metadata === 'off') return helpPage(call, false);
	const document = documentOf(call, contract, switches);
	if (document === 'help') return helpPage(call, true);
	if (document === undefined) return { status: 400, headers: {}, body: '' };
	return { status: 200, headers: { 'content-type': 'text/xml; charset=UTF-8' }, body: document };
}

/** WCF answers this where it publishes nothing, with status 200. */
export function helpPage(call: Call, isPublished: boolean): Reply {
	const says = isPublished
		? `svcutil.exe http://${INTERNAL_HOST}${call.path}?wsdl`
		: 'Metadata publishing for this service is currently disabled.';
	const body =
		'<HTML><HEAD><TITLE>PublicApi Service</TITLE></HEAD><BODY><P>You have created a service.</P>' +
		`<P>${says}</P></BODY></HTML>`;
	return { status: 200, headers: { 'content-type': 'text/html; charset=UTF-8' }, body };
}

export function placesOf(call: Call, switches: ReadSwitches): WsdlPlaces {
	const internal = `http://${INTERNAL_HOST}${call.path}`;
	const requested = `http://${call.headers.host ?? INTERNAL_HOST}${call.path}`;
	return {
		address: switches().addressHost === 'internal' ? internal : requested,
		parts: switches().importHost === 'internal' ? internal : requested,
	};
}

function documentOf(
	call: Call,
	contract: Contract,
	switches: ReadSwitches,
): string | 'help' | undefined {
	const places = placesOf(call, switches);
	if (parameter(call, 'singlewsdl') !== undefined) {
		return switches().singleWsdl === 'on' ? singleWsdl(contract, places) : 'help';
	}
	const xsd = /^xsd(\d+)$/.exec(parameter(call, 'xsd') ?? '');
	if (xsd) return schemaFile(contract, places, Number(xsd[1]));
	const part = parameter(call, 'wsdl');
	if (part === 'wsdl0') return contractWsdl(contract, places);
	const trap = /^trap(\d+)$/.exec(part ?? '');
	if (trap) return trapDocument(contract, places, Number(trap[1]), switches);
	return part === '' ? rootWsdl(contract, places, switches) : undefined;
}

function rootWsdl(contract: Contract, places: WsdlPlaces, switches: ReadSwitches): string {
	const bad = badImport(places, switches);
	if (switches().wsdlLayout === 'oneNamespace' && bad === undefined) {
		return wsdlWithSchemaImports(contract, places);
	}
	return wsdlWithContractImport(contract, places, bad);
}

function badImport(places: WsdlPlaces, switches: ReadSwitches): string | undefined {
	switch (switches().wsdlTrap) {
		case 'none':
			return undefined;
		case 'otherHost':
			return `http://other-host.example${new URL(places.parts).pathname}?wsdl=wsdl0`;
		case 'file':
			return 'file:///etc/hostname';
		default:
			return `${places.parts}?wsdl=trap1`;
	}
}

function trapDocument(
	contract: Contract,
	places: WsdlPlaces,
	number: number,
	switches: ReadSwitches,
): string | undefined {
	switch (switches().wsdlTrap) {
		case 'circle':
			return importOnly(contract, `${places.parts}?wsdl`);
		case 'endless':
			return importOnly(contract, `${places.parts}?wsdl=trap${number + 1}`);
		default:
			return undefined;
	}
}

/** In any case, as IIS reads them; `?wsdl` alone is an empty text. */
function parameter(call: Call, key: string): string | undefined {
	for (const [name, value] of call.query) if (name.toLowerCase() === key) return value;
	return undefined;
}
