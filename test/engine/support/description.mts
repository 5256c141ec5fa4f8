import { createRequire } from 'node:module';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';
import { n8n } from '../harness/runtime.mjs';

type Class<T> = new () => T;

/** The built classes, as `index.js` gives them. */
export const built = createRequire(import.meta.url)('../../../index.js') as {
	Billing: Class<INodeType>;
	BillingPlatformApi: Class<ICredentialType>;
	BillingPlatformOAuth2Api: Class<ICredentialType>;
};

export const node = new built.Billing();
export const { properties } = node.description;

type Options = INodeProperties['options'];

export const choices = (options: Options = []): INodePropertyOptions[] =>
	options.filter((entry): entry is INodePropertyOptions => 'value' in entry);
export const fieldsIn = (options: Options = []): INodeProperties[] =>
	options.filter((entry): entry is INodeProperties => 'type' in entry);
export const groupsIn = (options: Options = []): INodePropertyCollection[] =>
	options.filter((entry): entry is INodePropertyCollection => 'values' in entry);

/** Properties on one level, with those they lie beside, and those of every level below. */
export function levels(level: INodeProperties[]): INodeProperties[][] {
	const below = level.flatMap(({ options }) => [
		fieldsIn(options),
		...groupsIn(options).map(({ values }) => values),
	]);
	return [level, ...below.filter((each) => each.length > 0).flatMap(levels)];
}

export const everyProperty = levels(properties).flat();

export interface Operation {
	resource: string;
	operation: string;
	option: INodePropertyOptions;
	/** Its fields, whatever their own conditions beyond resource and operation. */
	fields: INodeProperties[];
	/** The entries of its Options. */
	options: INodeProperties[];
}

const isFor = ({ displayOptions }: INodeProperties, name: string, value: string): boolean =>
	displayOptions?.show?.[name]?.includes(value) ?? false;

export const resources = choices(properties.find(({ name }) => name === 'resource')?.options);

export const operations: Operation[] = resources.flatMap(({ value }) => {
	const resource = String(value);
	const ofResource = properties.filter((property) => isFor(property, 'resource', resource));
	const selector = ofResource.find(({ name }) => name === 'operation');
	return choices(selector?.options).map((option) => {
		const operation = String(option.value);
		const fields = ofResource.filter((property) => isFor(property, 'operation', operation));
		const options = fieldsIn(fields.find(({ name }) => name === 'options')?.options);
		return { resource, operation, option, fields, options };
	});
});

/** Whether n8n shows the property of a node with these parameters. */
export function isShown(property: INodeProperties, parameters: object): boolean {
	const values = parameters as Parameters<typeof n8n.NodeHelpers.displayParameter>[0];
	return n8n.NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, node.description);
}
