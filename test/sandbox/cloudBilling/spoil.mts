import type { Reply } from '../exchange.mjs';
import type { SpoiltAnswer, XmlFault } from '../faults.mjs';
import { DISPATCHER_NAMESPACE, SoapFault } from './soap/fault.mjs';

const LEVELS = 10_000;
const ENUM_MEMBERS = [
	'InvoiceStatus',
	'InvoiceType',
	'InvoicePeriodUOM',
	'Operator',
	'Status',
	'ResultCode',
];

/** Makes of a good answer what the fault says. On the text, because the encoder writes only what is valid. */
export function spoil(reply: Reply, fault: SpoiltAnswer | XmlFault): Reply {
	switch (fault.type) {
		case 'soapFault':
			return new SoapFault(
				fault.code ?? 'InternalServiceFault',
				fault.text ?? 'The server was unable to process the request due to an internal error.',
				{ namespace: DISPATCHER_NAMESPACE, status: fault.status ?? 200 },
			).reply();
		case 'wrongEncoding':
			return fault.how === 'utf16' ? asUtf16(reply) : withBadByte(reply);
		case 'outOfShape':
			return fault.how === 'noList' ? withoutResult(reply) : withTexts(reply);
		case 'sameIds':
			return withSameIds(reply);
		case 'doctype':
			return withDoctype(reply, '<!ENTITY e SYSTEM "file:///etc/hostname">', '&e;');
		case 'entityBomb':
			return withDoctype(reply, bombEntities(), '&e9;');
		case 'deepNesting':
			return inResult(reply, '<Deep>'.repeat(LEVELS) + '</Deep>'.repeat(LEVELS));
		case 'unknownEnum':
			return withUnknownEnum(reply);
		case 'extraMembers':
			return inResult(
				afterIds(reply, '<FutureMember>new</FutureMember>'),
				'<FutureGroup><FutureMember>new</FutureMember><FutureMember>newer</FutureMember></FutureGroup>',
			);
	}
}

function asUtf16(reply: Reply): Reply {
	return { ...reply, body: `\ufeff${reply.body}`, encoding: 'utf16le' };
}

/** An é of Latin-1, which UTF-8 does not have, at the end of the first text after the result code. */
function withBadByte(reply: Reply): Reply {
	const utf8 = Buffer.from(reply.body).toString('latin1');
	const body = utf8.replace(/>([^<>]+)<\/(?!\w*:?ResultCode)/, (whole, text: string) =>
		whole.replace(text, `${text}\u00e9`),
	);
	return { ...reply, body, encoding: 'latin1' };
}

/** The first of the result's own members, and all that is in it, is another one. */
function withoutResult(reply: Reply): Reply {
	const body = reply.body.replace(
		/(<\w+Result[^>]*>).*(<\/\w+Result><\/\w+Response>)/s,
		(_, start: string, end: string) => `${start}<Elsewhere>done</Elsewhere>${end}`,
	);
	return { ...reply, body };
}

/** Every entry of a list in the result is a text, and so is a result that is one record. */
function withTexts(reply: Reply): Reply {
	if (!/<\w+:Result /.test(reply.body)) {
		const flat = /(<\w+Result[^>]*>).*(<\/\w+Result><\/\w+Response>)/s;
		return { ...reply, body: reply.body.replace(flat, '$1text$2') };
	}
	const body = reply.body.replace(
		/(<\w+:Result [^>]*>)(.*)(<\/\w+:Result>)/s,
		(_, start: string, content: string, end: string) => {
			const entry = /^<(\w+:\w+)>(?=<)/.exec(content)?.[1];
			const isList = entry && content.endsWith(`</${entry}>`);
			const entries = isList ? content.split(`</${entry}>`).slice(0, -1) : undefined;
			const texts = entries ? entries.map(() => `<${entry}>text</${entry}>`).join('') : 'text';
			return start + texts + end;
		},
	);
	return { ...reply, body };
}

function withSameIds(reply: Reply): Reply {
	const id = /(<(\w*:?)(Id|CustomerCode|PurchaseReference)>)([^<]*)</.exec(reply.body);
	if (!id) return reply;
	const pattern = new RegExp(`(<\\w*:?${id[3]}>)[^<]*<`, 'g');
	return { ...reply, body: reply.body.replace(pattern, `$1${id[4]}<`) };
}

function withDoctype(reply: Reply, entities: string, use: string): Reply {
	const doctype = `<!DOCTYPE s:Envelope [${entities}]>`;
	const body = reply.body.replace(/>[^<>]*<\/(\w*:?)ResultCode>/, `>${use}</$1ResultCode>`);
	return { ...reply, body: `${doctype}${body}` };
}

function bombEntities(): string {
	const levels = Array.from({ length: 9 }, (_, index) => {
		return `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`;
	});
	return `<!ENTITY e0 "lol">${levels.join('')}`;
}

/** The first of the enum members in the answer, in every place. */
function withUnknownEnum(reply: Reply): Reply {
	const member = ENUM_MEMBERS.find((name) => new RegExp(`<\\w*:?${name}[ >]`).test(reply.body));
	const pattern = new RegExp(`(<\\w*:?${member}[^>]*>)[^<]*<`, 'g');
	return { ...reply, body: reply.body.replace(pattern, '$1FromTheFuture<') };
}

function afterIds(reply: Reply, xml: string): Reply {
	const body = reply.body.replace(/<\/(\w+:)Id>/g, (whole, prefix: string) => {
		return whole + prefixed(xml, prefix);
	});
	return { ...reply, body };
}

/** As the last member of the result element. */
function inResult(reply: Reply, xml: string): Reply {
	const body = reply.body.replace(/<\/(\w+Result)><\/\w+Response>/, (whole) => {
		return xml + whole;
	});
	return { ...reply, body };
}

function prefixed(xml: string, prefix: string): string {
	return xml.replace(/<(\/?)/g, `<$1${prefix}`);
}
