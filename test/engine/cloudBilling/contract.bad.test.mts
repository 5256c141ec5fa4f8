import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cloudStep, FreshCloud, newPurchases } from '../support/cloudTest.mjs';
import { errorOf, outputOf } from '../support/oneNode.mjs';
import { TextServer, type TextAnswer } from '../support/textServer.mjs';
import { mappedAutomatically } from '../support/workflows.mjs';

const fresh = new FreshCloud();

const get = cloudStep('customer', 'get', { customerCode: '101001' });
const upload = cloudStep('purchase', 'upload', mappedAutomatically(), {
	records: newPurchases(2),
});

describe('a WSDL with a bad import', () => {
	const TRAPS = [
		['otherHost', /imports from another host \(http:\/\/other-host\.example\), which is not read/],
		['file', /refers to "file:\/\/\/etc\/hostname", which is not an http\(s\) address/],
		['endless', /imports more than 10 levels deep/],
	] as const;

	test.each(TRAPS)('(%s) in the credential is told, and no call is made', async (trap, reason) => {
		fresh.cloud.set({ wsdlTrap: trap });
		fresh.change({ advanced: true, wsdlUrl: `${fresh.cloud.endpoint}?wsdl` });
		const text = await errorOf(fresh.test, get);
		expect(text).toMatch(reason);
		expect(fresh.calls()).toEqual({});
		expect(fresh.cloud.books().wsdlRequests).toBeLessThan(20);
	});

	test.each(TRAPS)(
		'(%s) that was only looked for leaves the documented methods, and the upload says why',
		async (trap, reason) => {
			fresh.cloud.set({ wsdlTrap: trap, singleWsdl: 'off' });
			fresh.change({ advanced: true, contractName: 'IPublicApi' });
			expect(await outputOf(fresh.test, get)).toHaveLength(1);
			expect(await errorOf(fresh.test, upload)).toMatch(reason);
		},
	);

	test('in a circle is read all the same', async () => {
		fresh.cloud.set({ wsdlTrap: 'circle', singleWsdl: 'off' });
		expect(await outputOf(fresh.test, upload)).toHaveLength(2);
		expect(fresh.cloud.books().wsdlRequests).toBeLessThan(20);
	});

	test('from an internal host name is not followed, and the reason names the host', async () => {
		fresh.cloud.set({ importHost: 'internal', singleWsdl: 'off' });
		const text = await errorOf(fresh.test, upload);
		expect(text).toContain('another host (http://cb-app-01)');
		expect(text).toContain('Use the single-file form (?singleWsdl), or paste the WSDL');
	});

	test('from an internal host name does no harm to the single file', async () => {
		fresh.cloud.set({ importHost: 'internal' });
		expect(await outputOf(fresh.test, upload)).toHaveLength(2);
	});
});

const WSDL = 'xmlns="http://schemas.xmlsoap.org/wsdl/"';
const BOMB =
	'<!DOCTYPE definitions [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>';
const DOCUMENTS: Array<[string, TextAnswer, RegExp]> = [
	[
		'a web page',
		{ type: 'text/html', body: '<!DOCTYPE html><html><body>Sign in</body></html>' },
		/The answer is a web page \(HTML\)/,
	],
	['nothing', { body: '' }, /The answer is empty where XML was expected/],
	['plain text', { body: 'not found' }, /is not XML: it starts with "not found"/],
	['a text that is cut', { body: `<definitions ${WSDL}><message` }, /WSDL cannot be read/],
	['a DOCTYPE', { body: `${BOMB}<definitions ${WSDL}>&b;</definitions>` }, /DOCTYPE/i],
	[
		'10,000 levels',
		{ body: `<definitions ${WSDL}>${'<x>'.repeat(10_000)}${'</x>'.repeat(10_000)}</definitions>` },
		/WSDL cannot be read.*(deep|levels)/i,
	],
	['another document', { body: '<rss version="2.0"></rss>' }, /not a WSDL 1\.1/],
	['status 404', { status: 404, body: 'no' }, /answered the request for the WSDL with status 404/],
	[
		'a redirect',
		{ status: 302, headers: { location: 'http://127.0.0.1:1/x' }, body: '' },
		/with status 302/,
	],
];

const NAMELESS: typeof DOCUMENTS = [
	['a WSDL without a service', { body: `<definitions ${WSDL}/>` }, /The WSDL has no SOAP 1\.1/],
	[
		'in an encoding that nobody knows',
		{ body: '<a/>', type: 'text/xml; charset=nonsense' },
		/not valid nonsense text/,
	],
];

describe('a WSDL that is', () => {
	test.each(NAMELESS)('%s is told with its address', async (_, answer, reason) => {
		const server = await TextServer.start(() => answer);
		fresh.change({ advanced: true, wsdlUrl: `${server.url}/service.wsdl` });
		const text = await errorOf(fresh.test, get);
		await server.stop();
		expect(text).toMatch(reason);
		expect(text).toContain('/service.wsdl');
	});

	test.each(DOCUMENTS)(
		'%s is told with its address, and no call is made',
		async (_, answer, reason) => {
			const server = await TextServer.start(() => answer);
			fresh.change({ advanced: true, wsdlUrl: `${server.url}/service.wsdl` });
			const text = await errorOf(fresh.test, get);
			await server.stop();
			expect(text).toMatch(reason);
			expect(text).toContain('/service.wsdl');
			expect(fresh.calls()).toEqual({});
		},
	);

	test.each(DOCUMENTS.filter(([, { status, body }]) => !status && body !== ''))(
		'%s and pasted is told, and no call is made',
		async (_, { body }, reason) => {
			fresh.change({ advanced: true, wsdl: body });
			const text = await errorOf(fresh.test, get);
			expect(text).toMatch(reason);
			expect(fresh.calls()).toEqual({});
		},
	);

	test('one of the parts that ?wsdl serves, pasted, asks for the single file', async () => {
		const wsdl = await (await fetch(`${fresh.cloud.endpoint}?wsdl`)).text();
		fresh.change({ advanced: true, wsdl });
		const text = await errorOf(fresh.test, get);
		expect(text).toContain('The pasted WSDL refers to another document');
		expect(text).toContain('Paste the single-file form (?singleWsdl)');
	});

	test.each([
		['another machine without TLS', 'http://billing.example.com/x.wsdl', 'only https is allowed'],
		['no web address', 'file:///etc/hostname', 'this is not a web address'],
		['one with a password', 'https://me:pw@host.example.com/x', 'user and password do not belong'],
	])('at %s is refused before anything is sent', async (_, wsdlUrl, reason) => {
		fresh.change({ advanced: true, wsdlUrl });
		expect(await errorOf(fresh.test, get)).toContain(`WSDL URL: ${reason}`);
		expect(fresh.cloud.books().calls).toBe(0);
	});

	test('at an address where nobody listens is told with it', async () => {
		fresh.change({ advanced: true, wsdlUrl: 'http://127.0.0.1:9/service.wsdl' });
		const parameters = { ...get.parameters, options: { retries: 0 } };
		expect(await errorOf(fresh.test, { ...get, parameters })).toContain(
			'No connection to 127.0.0.1:9 (ECONNREFUSED), asked for the WSDL (http://127.0.0.1:9/service.wsdl)',
		);
	});

	test('without an end is read no further than the limit', async () => {
		let sent = 0;
		const part = ' '.repeat(1_000_000);
		const server = createServer((_, response) => {
			const send = (): void => {
				sent += part.length;
				if (!response.destroyed) response.write(part, send);
			};
			response.writeHead(200, { 'content-type': 'text/xml' });
			send();
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		fresh.change({ advanced: true, wsdlUrl: `http://127.0.0.1:${port}/service.wsdl` });
		const text = await errorOf(fresh.test, get);
		server.closeAllConnections();
		server.close();
		expect(text).toContain('The WSDL and its imports are longer than 20 MB');
		expect(text).toContain('/service.wsdl');
		expect(sent).toBeLessThan(40_000_000);
	});

	test('fetched anew by the next run, once it is mended', async () => {
		const good = await (await fetch(`${fresh.cloud.endpoint}?singleWsdl`)).text();
		let body = '<rss/>';
		const server = await TextServer.start(() => ({ body }));
		fresh.change({ advanced: true, wsdlUrl: `${server.url}/service.wsdl` });
		await errorOf(fresh.test, get);
		body = good;
		expect(await outputOf(fresh.test, upload)).toHaveLength(2);
		await server.stop();
	});
});
