import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
	method: string;
	url: string;
	headers: IncomingMessage['headers'];
	body: string;
}

type Handler = (request: Received, response: ServerResponse) => void;

/** A real server on loopback that keeps what it received. */
export class TestServer {
	readonly received: Received[] = [];

	private constructor(
		private readonly server: Server,
		private readonly handler: Handler,
	) {}

	static async start(handler: Handler): Promise<TestServer> {
		const server = createServer();
		const test = new TestServer(server, handler);
		server.on('request', (request, response) => test.take(request, response));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return test;
	}

	get origin(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private take(request: IncomingMessage, response: ServerResponse): void {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method = '', url = '', headers } = request;
			const received = { method, url, headers, body: Buffer.concat(chunks).toString() };
			this.received.push(received);
			this.handler(received, response);
		});
	}
}
