import { grouped, megabytes, seconds } from '../lines.mjs';
import { median } from '../measure.mjs';
import type { CloudTimes } from './lines.mjs';

/** What the page says about the rows of CloudBilling. */

export const cloudMethod = (latencyMs: number): string[] => [
	"**CloudBilling, XML.** The node's own reader, writer and WSDL reader without n8n around them, each contender in a process of its own that has done a small piece of the same work before. Memory is that of the first big piece, above what the process had with its input at hand; time is the median of four more. fast-xml-parser reads without types and gives no items; xml2js has the options of n8n's XML node; soap has the same WSDL as the node and no network. The answer of 10,000 customers is 6 MB long.",
	`**CloudBilling, uploads and documents.** The node in n8n's engine and the stand-in with at least ${latencyMs} ms per call, as above. The bare script writes its envelopes as a template with the members already in order, looks at the ResultCode, and knows no WSDL, types or errors by record. The books of the stand-in confirm that all purchases arrived and no member was out of order.`,
];

export function cloudReadings({ xml, upload, pdf }: CloudTimes): string[] {
	const decode = xml.find(({ contest }) => contest === 'decode')?.figures;
	const encode = xml.find(({ contest }) => contest === 'encode')?.figures;
	const milliseconds = (figures: ReadonlyArray<{ milliseconds: number }> = []): number =>
		median(figures.map((one) => one.milliseconds));
	const perCustomer = (milliseconds(decode?.node) * 1000) / 10_000;
	const [ours, builder] = [encode?.node, encode?.fastXmlParser].map(milliseconds);
	return [
		`**Customers from XML to items** takes the text in one pass straight into typed items, ${perCustomer.toFixed(0)} µs per customer; no tree is built in between. What is left is the reader itself (saxes), which checks that the XML is well-formed, and making the items.`,
		`**Purchases to XML** is fast-xml-parser's builder (${seconds(builder)} by itself) and, before it, what the builder does not do (${seconds(ours - builder)}): types, order, namespaces, and every check of a value. Each record is encoded once, when its item is read; the batch takes what was made then.`,
		'**A WSDL of 1 MB** is read with fast-xml-parser, whose form that keeps the order of elements is slower than its usual one, and compiled into types. A credential needs it once in 15 minutes.',
		`**Upload purchases.** ${grouped(upload.count)} purchases are ${upload.node.calls} calls; the very first run on a credential made ${upload.firstCalls}, since it reads the WSDL. There is no login with an API token.`,
		`**A PDF of ${megabytes(pdf.bytes)}** comes as base64 inside the XML and goes to n8n's binary data.`,
	];
}
