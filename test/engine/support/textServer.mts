import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TextAnswer {
	status?: number;
	type?: string;
	headers?: Record<string, string>;
	body: string;
}

/** A server that says what it is told to, e.g. a WSDL that no vendor would publish. */
export class TextServer {
	private constructor(
		readonly url: string,
		/** What it was asked, one line for each request: method, path and headers. */
		readonly asked: string[],
		readonly stop: () => Promise<void>,
	) {}

	static async start(answer: (path: string, url: string) => TextAnswer): Promise<TextServer> {
		const asked: string[] = [];
		const server = createServer((request: IncomingMessage, response) => {
			const path = request.url ?? '/';
			asked.push(`${request.method} ${path} ${JSON.stringify(request.headers)}`);
			const { status = 200, type = 'text/xml; charset=utf-8', headers, body } = answer(path, url());
			response.writeHead(status, { 'content-type': type, ...headers }).end(body);
		});
		const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new TextServer(url(), asked, async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		});
	}
}
