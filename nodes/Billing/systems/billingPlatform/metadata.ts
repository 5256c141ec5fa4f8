import { toText } from '../../values';
import { literal } from './sql';

type Row = Record<string, unknown>;
type Query = (sql: string) => Promise<Row[]>;

/** One field of an entity, as the org's ENTITY_FIELD describes it [SCHEMA]. */
export interface FieldInfo {
	entityId: string;
	name: string;
	label: string;
	/** The vendor's own word: TEXT, NUMBER, LOOKUP, ...; the full list is not public. */
	dataType: string;
	required: boolean;
	externalKey: boolean;
	primaryKey: boolean;
	/** May not be given on create. */
	restrictCreate: boolean;
	/** Is ignored on update. */
	ignoreOnEdit: boolean;
	hasDefault: boolean;
	system: boolean;
	/** The entity that a lookup points to. */
	referencedEntityId?: string;
}

const COLUMNS = [
	'EntityId',
	'FieldName',
	'FieldLabel',
	'DataType',
	'RequiredFlag',
	'ExternalKeyFlag',
	'PrimaryKeyFlag',
	'RestrictCreate',
	'IgnoreOnEdit',
	'DefaultValue',
	'SystemFlag',
	'ApiHiddenFlag',
	'ReferencedEntityId',
].join(', ');

/**
 * What the org says about its own entities and fields, read from ENTITY and ENTITY_FIELD like any other
 * records: there is no describe call. Kept for as long as the client lives, i.e. one run or one list.
 */
export class Metadata {
	private readonly known = new Map<string, Promise<FieldInfo[]>>();

	constructor(private readonly query: Query) {}

	/** Entities by name. Flags such as ApiEnabled may be blank, so nothing is filtered by them. */
	async entities(): Promise<Row[]> {
		const sql = 'SELECT Id, EntityName, EntityLabel, ApiEnabled FROM ENTITY ORDER BY EntityName';
		const rows = await this.query(sql);
		return rows.filter((row) => !isOff(valueOf(row, 'ApiEnabled')));
	}

	/** @returns [] where the org does not list the entity, or no field of it */
	async fields(entity: string): Promise<FieldInfo[]> {
		const key = entity.toUpperCase();
		const reading = this.known.get(key) ?? this.readFields(key);
		this.known.set(key, reading);
		reading.catch(() => this.known.delete(key));
		return await reading;
	}

	async externalKeys(): Promise<FieldInfo[]> {
		return await this.select("ExternalKeyFlag = '1'");
	}

	private async readFields(entity: string): Promise<FieldInfo[]> {
		const [row] = await this.query(
			`SELECT Id FROM ENTITY WHERE UPPER(EntityName) = ${literal(entity)}`,
		);
		return row ? await this.select(`EntityId = ${literal(valueOf(row, 'Id'))}`) : [];
	}

	private async select(where: string): Promise<FieldInfo[]> {
		const rows = await this.query(
			`SELECT ${COLUMNS} FROM ENTITY_FIELD WHERE ${where} ORDER BY FieldName`,
		);
		return rows.filter((row) => !isOn(valueOf(row, 'ApiHiddenFlag'))).map(toFieldInfo);
	}
}

function toFieldInfo(row: Row): FieldInfo {
	const name = valueOf(row, 'FieldName');
	return {
		entityId: valueOf(row, 'EntityId'),
		name,
		label: valueOf(row, 'FieldLabel') || name,
		dataType: valueOf(row, 'DataType').toUpperCase(),
		required: isOn(valueOf(row, 'RequiredFlag')),
		externalKey: isOn(valueOf(row, 'ExternalKeyFlag')),
		primaryKey: isOn(valueOf(row, 'PrimaryKeyFlag')) || name.toLowerCase() === 'id',
		restrictCreate: isOn(valueOf(row, 'RestrictCreate')),
		ignoreOnEdit: isOn(valueOf(row, 'IgnoreOnEdit')),
		hasDefault: valueOf(row, 'DefaultValue') !== '',
		system: isOn(valueOf(row, 'SystemFlag')),
		referencedEntityId: valueOf(row, 'ReferencedEntityId') || undefined,
	};
}

/** Result keys come in the field's own casing or the query's: sources differ, so casing does not matter. */
export function valueOf(row: Row, field: string): string {
	if (field in row) return toText(row[field]).trim();
	const key = Object.keys(row).find((name) => name.toLowerCase() === field.toLowerCase());
	return key === undefined ? '' : toText(row[key]).trim();
}

const isOn = (flag: string): boolean => flag === '1' || flag.toLowerCase() === 'true';
const isOff = (flag: string): boolean => flag === '0' || flag.toLowerCase() === 'false';
