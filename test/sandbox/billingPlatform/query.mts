import type { Reply } from '../exchange.mjs';
import { jsonReply } from '../exchange.mjs';
import type { Entity } from './entities.mjs';
import { ApiError, badRequest, notFound } from './errors.mjs';
import { translate, type Origin } from './sql/select.mjs';
import type { Store } from './store.mjs';
import type { BillingPlatformSwitches } from './switches.mjs';
import { toWire, type Stored } from './values.mjs';

const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const METADATA = new Set(['ENTITY', 'ENTITY_FIELD']);

type WireRecord = Record<string, string | null>;

/** Everything that reads rows. */
export class Reader {
	constructor(
		private readonly store: Store,
		private readonly switches: () => BillingPlatformSwitches,
		/** Told of every reading, before it happens. */
		private readonly onRead: (entities: readonly string[]) => void,
		private readonly onRows: (count: number) => void,
	) {}

	answerQuery(sql: string): Reply {
		return this.listReply('queryResponse', this.rowsOf(sql, 'query'));
	}

	answerFilter(entity: Entity, filter: string): Reply {
		return this.listReply('retrieveResponse', this.rowsOf(retrieveSql(entity, filter), 'retrieve'));
	}

	answerById(entity: Entity, id: string): Reply {
		if (!/^\d+$/.test(id)) throw badRequest(`${id} is not an Id`);
		const [row] = this.rowsOf(retrieveSql(entity, `Id = ${id}`), 'retrieve');
		if (row === undefined) throw notFound(`${entity.name} has no record with Id ${id}`);
		const shape = this.switches().retrieveShape;
		return jsonReply(200, { retrieveResponse: shape === 'array' ? [row] : row });
	}

	/** The rows a statement answers, at most a page of them. */
	rowsOf(sql: string, origin: Origin): WireRecord[] {
		const switches = this.switches();
		const translated = translate(sql, origin, switches);
		if (translated.entities.some((name) => METADATA.has(name))) {
			if (switches.metadataReadable === 'noRows') return [];
			// Which status such a refusal has is unknown. [INFERRED]
			if (switches.metadataReadable === 'refused') {
				throw new ApiError(400, 'not_permitted', 'The user may not read this entity');
			}
		}
		this.onRead(translated.entities);
		const rows = this.select(translated.sql, switches.rowsPerPage);
		this.onRows(rows.length);
		const { stampZoneMinutes: minutes, blankFields } = switches;
		return rows.map((row) => {
			const sent = minutes === 0 ? row : shifted(row, translated.times, minutes);
			return toWire(translated.keys, sent, blankFields);
		});
	}

	private select(sql: string, limit: number) {
		try {
			return this.store.select(sql, limit);
		} catch (error) {
			throw badRequest(error instanceof Error ? error.message : String(error));
		}
	}

	private listReply(key: string, rows: readonly WireRecord[]): Reply {
		if (rows.length === 0 && this.switches().noRows === '404') {
			throw notFound('No records match the request');
		}
		return jsonReply(200, { [key]: rows });
	}
}

/** Times as a user of another time zone may see them, still with Z; conditions stay in UTC. [INFERRED] */
function shifted(row: readonly Stored[], times: readonly boolean[], minutes: number): Stored[] {
	return row.map((value, index) => {
		if (!times[index] || typeof value !== 'string' || !TIME.test(value)) return value;
		return new Date(Date.parse(value) + minutes * 60_000).toISOString();
	});
}

function retrieveSql(entity: Entity, filter: string): string {
	const fields = entity.fields.map((field) => field.name).join(', ');
	return `SELECT ${fields} FROM ${entity.name} WHERE ${filter}`;
}
