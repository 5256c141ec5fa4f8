import { isRecord } from '../exchange.mjs';
import { entityNamed, findEntity, type Entity } from './entities.mjs';
import { badRequest, notFound } from './errors.mjs';
import { dataTable, type Store } from './store.mjs';

interface StoredFile {
	readonly fileName: string;
	/** base64, as it came. */
	readonly data: string;
}

export interface FilePlace {
	readonly entity: Entity;
	readonly id: number;
	readonly fieldName: string;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Contents of file fields. The field itself holds the file's name. */
export class Files {
	private contents = new Map<string, StoredFile>();

	constructor(
		private readonly store: Store,
		private readonly onUpload: (place: FilePlace) => void,
	) {}

	placeOf([, entityName, id, fieldName]: readonly string[]): FilePlace {
		const entity = findEntity(entityName);
		if (!entity) throw notFound(`There is no entity ${entityName}`);
		const field = entity.byName.get(fieldName);
		if (field?.type !== 'FILE') throw badRequest(`${entity.name} has no file field ${fieldName}`);
		const sql = `SELECT 1 FROM ${dataTable(entity)} WHERE "Id" = ? AND deleted$ = 0`;
		if (!this.store.first(sql, [Number(id)])) throw notFound(`${entity.name} has no Id ${id}`);
		return { entity, id: Number(id), fieldName };
	}

	upload(place: FilePlace, body: unknown): void {
		if (!isRecord(body) || typeof body.Data !== 'string' || !BASE64.test(body.Data)) {
			throw badRequest('Data must be the file in base64');
		}
		if (typeof body.FileName !== 'string') throw badRequest('FileName is missing');
		// The object repeats what the path says. [DOC] That both must agree is [INFERRED].
		const repeated: Readonly<Record<string, string>> = {
			Id: String(place.id),
			EntityName: place.entity.name,
			FieldName: place.fieldName,
		};
		for (const [key, value] of Object.entries(repeated)) {
			const sent = body[key];
			if (sent !== undefined && String(sent).toUpperCase() !== value.toUpperCase()) {
				throw badRequest(`${key} differs from the path`);
			}
		}
		this.put(place, body.FileName, body.Data);
		this.onUpload(place);
	}

	put(place: FilePlace, fileName: string, data: string): void {
		const { entity, id, fieldName } = place;
		this.contents.set(keyOf(place), { fileName, data });
		this.store.run(`UPDATE ${dataTable(entity)} SET "${fieldName}" = ? WHERE "Id" = ?`, [
			fileName,
			id,
		]);
	}

	get(place: FilePlace): StoredFile | undefined {
		return this.contents.get(keyOf(place));
	}

	reset(): void {
		this.contents.clear();
	}
}

export function fileField(entityName: string, id: number, fieldName: string): FilePlace {
	return { entity: entityNamed(entityName), id, fieldName };
}

function keyOf({ entity, id, fieldName }: FilePlace): string {
	return `${entity.name}/${id}/${fieldName}`;
}
