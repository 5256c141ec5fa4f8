import { entityNamed, lookupBehind, type Entity } from '../entities.mjs';
import { badRequest } from '../errors.mjs';
import type { Field } from '../fields.mjs';
import type { Scope, Source } from './scope.mjs';

/** A field that a path in SQL means. */
export interface Column {
	readonly field: Field;
	/** The key of the field in a result row: its own casing, or the dotted path of a lookup. */
	readonly key: string;
	readonly sql: string;
}

/** `Name`, `a.Name`, `AccountTypeIdObj.AccountType`, `a.AccountIdObj.AccountTypeIdObj.AccountType`. */
export function columnFor(parts: readonly string[], scope: Scope): Column | undefined {
	for (let at: Scope | undefined = scope; at; at = at.outer) {
		const found = at.sources.flatMap((source) => columnIn(source, parts) ?? []);
		if (found.length > 1) throw badRequest(`${parts.join('.')} is ambiguous`);
		if (found.length === 1) return found[0];
	}
	return undefined;
}

function columnIn({ alias, entity }: Source, parts: readonly string[]): Column | undefined {
	const isOwned = parts.length > 1 && parts[0].toLowerCase() === alias.toLowerCase();
	return entity && columnOf(entity, `"${alias}"`, isOwned ? parts.slice(1) : parts);
}

function columnOf(
	entity: Entity,
	owner: string,
	[name, ...rest]: readonly string[],
	depth = 0,
): Column | undefined {
	if (rest.length === 0) {
		const field = entity.byLowerName.get(name.toLowerCase());
		return field && { field, key: field.name, sql: `${owner}."${field.name}"` };
	}
	const lookup = lookupBehind(entity, name);
	if (lookup?.references === undefined) return undefined;
	const alias = `"lookup$${depth}"`;
	const target = columnOf(entityNamed(lookup.references), alias, rest, depth + 1);
	if (!target) return undefined;
	const objectName = name.toLowerCase().endsWith('idobj') ? lookup.name : lookup.name.slice(0, -2);
	return {
		field: target.field,
		key: `${objectName}Obj.${target.key}`,
		sql:
			`(SELECT ${target.sql} FROM "${lookup.references}" ${alias} ` +
			`WHERE ${alias}."Id" = ${owner}."${lookup.name}")`,
	};
}
