import { createServer, type IncomingMessage, type Server } from 'node:http';

import { freePort } from './ports.mjs';

/** What a model is told to do: use a tool, or answer. */
export type Line = { tool: string; input: object } | { say: string };

/** What n8n asked of the model, as far as tests look at it. */
export interface Asked {
	stream?: boolean;
	messages: Array<{ role: string; content: unknown }>;
	tools?: Array<{ function: { name: string; description: string; parameters: object } }>;
}

/** A language model that follows a script, behind the address of an OpenAI-compatible server. */
export class ScriptedModel {
	readonly asked: Asked[] = [];

	private script: Line[] = [];

	private constructor(
		private readonly server: Server,
		/** Without a path. */
		readonly url: string,
	) {}

	static async start(): Promise<ScriptedModel> {
		const port = await freePort();
		const server = createServer();
		const model = new ScriptedModel(server, `http://127.0.0.1:${port}`);
		server.on('request', (request, response) => {
			void read(request).then((text) => {
				const asked = JSON.parse(text) as Asked;
				const type = asked.stream ? 'text/event-stream' : 'application/json';
				response.writeHead(200, { 'Content-Type': type });
				response.end(model.answer(asked));
			});
		});
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject).listen(port, '127.0.0.1', resolve);
		});
		return model;
	}

	/** Forgets what it was asked, and begins a new script. */
	follow(...script: Line[]): void {
		this.asked.length = 0;
		this.script = script;
	}

	/** What the tool answered that was used n-th, counted from 1. */
	toolAnswer(number: number): string {
		const answers = this.asked.at(-1)?.messages.filter(({ role }) => role === 'tool') ?? [];
		const content = answers[number - 1]?.content;
		return typeof content === 'string' ? content : JSON.stringify(content);
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private answer(asked: Asked): string {
		this.asked.push(asked);
		const number = this.asked.length;
		const line = this.script[number - 1] ?? { say: 'The script has ended.' };
		const [message, finish_reason] =
			'say' in line
				? [{ content: line.say }, 'stop']
				: [{ content: null, tool_calls: [callOf(line, number)] }, 'tool_calls'];
		const told = { role: 'assistant', ...message };
		const choice = { index: 0, finish_reason, [asked.stream ? 'delta' : 'message']: told };
		const answer = JSON.stringify({
			id: `answer-${number}`,
			object: asked.stream ? 'chat.completion.chunk' : 'chat.completion',
			created: 0,
			model: 'scripted',
			choices: [choice],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		});
		return asked.stream ? `data: ${answer}\n\ndata: [DONE]\n\n` : answer;
	}
}

function callOf({ tool, input }: { tool: string; input: object }, number: number): object {
	return {
		index: 0,
		id: `call-${number}`,
		type: 'function',
		function: { name: tool, arguments: JSON.stringify(input) },
	};
}

async function read(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}
