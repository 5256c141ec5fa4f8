import type {
	IDataObject,
	IExecuteFunctions,
	INodeCredentialDescription,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
	IPollFunctions,
} from 'n8n-workflow';

import { InputError } from '../errors';
import { ItemParameters } from '../items/parameters';
import type { ChangeSource } from '../polling/changes';
import { triggerOptions, readTriggerOptions } from '../polling/fields';
import { pollChanges } from '../polling/poll';
import { operationSelector, operationsToReset } from './operationSelector';

/** What an operation works with: n8n's context, its parameters, and the vendor behind a typed client. */
export interface OperationContext<Client> {
	ctx: IExecuteFunctions;
	parameters: ItemParameters;
	client: Client;
}

/** One operation: how it appears in the editor and what it does, side by side in one file. */
export interface Operation<Client> {
	/** The entry of the Operation dropdown; `action` is what the node panel shows. */
	option: INodePropertyOptions & { value: string; action: string };
	/** Its fields. The system adds the display conditions. */
	properties: INodeProperties[];
	execute(run: OperationContext<Client>): Promise<INodeExecutionData[]>;
}

export interface Resource<Client> {
	option: INodePropertyOptions & { value: string };
	operations: Array<Operation<Client>>;
}

/** What an event works with. The parameters are the same for all items: there are none. */
export interface EventContext<Client> {
	ctx: IPollFunctions;
	parameters: ItemParameters;
	client: Client;
}

/** One event of the trigger: how it appears in the editor and where its changes are found. */
export interface TriggerEvent<Client> {
	/** The entry of the Event dropdown. */
	option: INodePropertyOptions & { value: string };
	/** Its fields, without `options`. The system adds the display conditions. */
	properties: INodeProperties[];
	/** Its entries of the Options collection. */
	options: INodeProperties[];
	/** @returns the source of changes, and what makes it another one, e.g. the entity */
	source(run: EventContext<Client>): { of: string[]; source: ChangeSource };
}

/** Everything that a billing system brings. */
export interface SystemDefinition<Client> {
	option: INodePropertyOptions & { value: string };
	/** Credential types; display conditions other than the system's own are kept. */
	credentials: INodeCredentialDescription[];
	/**
	 * The choice between several credential types. It has no display condition: n8n's editor makes it part of the
	 * credential field, and would hide Billing System, too, if this depended on it.
	 */
	authentication?: INodeProperties;
	/** The first one is chosen in a new node; the editor shows them by name. */
	resources: Array<Resource<Client>>;
	/** What the trigger can tell of; the first one is chosen in a new node. */
	events: Array<TriggerEvent<Client>>;
	/** Lists and schemas for the editor. Names are shared by all systems: begin with the system's own. */
	methods: NonNullable<INodeType['methods']>;
	/** Opens the way to the vendor for the time of `work`, and closes it as the run demands. */
	connect<T>(ctx: IExecuteFunctions, work: (client: Client) => Promise<T>): Promise<T>;
	/** The same for one poll, with whatever makes two orgs of the vendor different. */
	connectPoll<T>(
		ctx: IPollFunctions,
		work: (client: Client, org: string) => Promise<T>,
	): Promise<T>;
}

/** A billing system as the node sees it. */
export interface BillingSystem {
	option: INodePropertyOptions & { value: string };
	credentials: INodeCredentialDescription[];
	properties: INodeProperties[];
	triggerProperties: INodeProperties[];
	methods: NonNullable<INodeType['methods']>;
	execute(ctx: IExecuteFunctions): Promise<INodeExecutionData[]>;
	/** One poll of the trigger: what has changed since the last one. */
	poll(ctx: IPollFunctions): Promise<IDataObject[]>;
}

/** Makes a system out of its parts: adds selectors and display conditions, finds the operation to run. */
export function defineSystem<Client>(definition: SystemDefinition<Client>): BillingSystem {
	const { option, methods } = definition;
	const system = [option.value];
	const authentication = definition.authentication ? [definition.authentication] : [];
	return {
		option,
		methods,
		credentials: definition.credentials.map((credential) => ({
			...credential,
			displayOptions: { show: { system, ...credential.displayOptions?.show } },
		})),
		properties: [
			...authentication,
			resourceSelector(definition, system),
			...definition.resources.flatMap((resource) => resourceProperties(resource, system)),
			...operationsToReset(definition.resources, system),
		],
		triggerProperties: [
			...authentication,
			eventSelector(definition, system),
			...definition.events.flatMap((event) => eventProperties(event, system)),
		],
		async execute(ctx) {
			const operation = findOperation(definition, ctx);
			return await definition.connect(
				ctx,
				async (client) =>
					await operation.execute({ ctx, client, parameters: new ItemParameters(ctx) }),
			);
		},
		async poll(ctx) {
			const event = findEvent(definition, ctx);
			const parameters = ItemParameters.ofPoll(ctx);
			return await definition.connectPoll(ctx, async (client, org) => {
				const { of, source } = event.source({ ctx, client, parameters });
				const settings = readTriggerOptions(parameters);
				const all = [option.value, org, event.option.value, ...of];
				return await pollChanges(ctx, { ...settings, source, of: all });
			});
		},
	};
}

function resourceSelector<Client>(
	{ resources }: SystemDefinition<Client>,
	system: string[],
): INodeProperties {
	// n8n's lint wants a plain name for a default.
	const first = resources[0].option.value;
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { system } },
		options: resources.map(({ option }) => option).sort((a, b) => a.name.localeCompare(b.name)),
		default: first,
	};
}

function resourceProperties<Client>(
	{ option, operations }: Resource<Client>,
	system: string[],
): INodeProperties[] {
	const resource = [option.value];
	const selector = operationSelector({ option, operations }, { show: { system, resource } });
	const fields = operations.flatMap((operation) =>
		operation.properties.map((property) =>
			showFor(property, { system, resource, operation: [operation.option.value] }),
		),
	);
	return [selector, ...fields];
}

function eventSelector<Client>(
	{ events }: SystemDefinition<Client>,
	system: string[],
): INodeProperties {
	const first = events[0].option.value;
	return {
		displayName: 'Event',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { system } },
		options: events.map(({ option }) => option),
		default: first,
	};
}

function eventProperties<Client>(
	{ option, properties, options }: TriggerEvent<Client>,
	system: string[],
): INodeProperties[] {
	const event = [option.value];
	return [...properties, triggerOptions(options)].map((property) =>
		showFor(property, { system, event }),
	);
}

function showFor(property: INodeProperties, show: Record<string, string[]>): INodeProperties {
	return {
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { ...show, ...property.displayOptions?.show },
		},
	};
}

function findOperation<Client>(
	{ resources, option }: SystemDefinition<Client>,
	ctx: IExecuteFunctions,
): Operation<Client> {
	const resourceName = ctx.getNodeParameter('resource', 0);
	const operationName = ctx.getNodeParameter('operation', 0);
	const operation = resources
		.find((resource) => resource.option.value === resourceName)
		?.operations.find((candidate) => candidate.option.value === operationName);
	if (operation) return operation;
	throw new InputError(
		`${option.name} has no operation "${String(operationName)}" on "${String(resourceName)}"`,
		'Choose Resource and Operation again.',
	);
}

function findEvent<Client>(
	{ events, option }: SystemDefinition<Client>,
	ctx: IPollFunctions,
): TriggerEvent<Client> {
	const name = ctx.getNodeParameter('event');
	const event = events.find((candidate) => candidate.option.value === name);
	if (event) return event;
	throw new InputError(`${option.name} has no event "${String(name)}"`, 'Choose Event again.');
}
