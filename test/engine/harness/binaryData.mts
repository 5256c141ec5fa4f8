import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { BinaryData } from 'n8n-core';

interface Entry {
	content: Buffer;
	metadata: BinaryData.PreWriteMetadata;
}

/**
 * Where n8n keeps the content of binary properties. Items carry an id, as they do in a default n8n, so a
 * node that takes `binary.data` for base64 text fails here as it would there.
 */
export class MemoryBinaryData implements BinaryData.Manager {
	private readonly entries = new Map<string, Entry>();

	async init(): Promise<void> {}

	async store(
		_location: BinaryData.FileLocation,
		source: Buffer | Readable,
		metadata: BinaryData.PreWriteMetadata,
	): Promise<BinaryData.WriteResult> {
		const content = Buffer.isBuffer(source) ? source : await buffer(source);
		const fileId = randomUUID();
		this.entries.set(fileId, { content, metadata });
		return { fileId, fileSize: content.length };
	}

	getPath(): string {
		throw new Error('Binary data of the engine harness has no path on disk');
	}

	async getAsBuffer(fileId: string): Promise<Buffer> {
		return this.get(fileId).content;
	}

	async getAsStream(fileId: string): Promise<Readable> {
		return Readable.from([this.get(fileId).content]);
	}

	async getMetadata(fileId: string): Promise<BinaryData.Metadata> {
		const { content, metadata } = this.get(fileId);
		return { ...metadata, fileSize: content.length };
	}

	async copyByFileId(_target: BinaryData.FileLocation, sourceId: string): Promise<string> {
		const fileId = randomUUID();
		this.entries.set(fileId, this.get(sourceId));
		return fileId;
	}

	async copyByFilePath(
		location: BinaryData.FileLocation,
		path: string,
		metadata: BinaryData.PreWriteMetadata,
	): Promise<BinaryData.WriteResult> {
		return await this.store(location, await readFile(path), metadata);
	}

	async rename(oldId: string, newId: string): Promise<void> {
		this.entries.set(newId, this.get(oldId));
		this.entries.delete(oldId);
	}

	private get(fileId: string): Entry {
		const entry = this.entries.get(fileId);
		if (!entry) throw new Error(`No binary data with id "${fileId}"`);
		return entry;
	}
}
