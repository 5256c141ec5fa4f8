import type { INodeProperties, INodeType } from 'n8n-workflow';

import { InputError } from '../errors';
import { billingPlatform } from './billingPlatform';
import { cloudBilling } from './cloudBilling';
import type { BillingSystem } from './system';

/** Every billing system of the node. A new one is a folder beside this file and one line here. */
const systems: BillingSystem[] = [billingPlatform, cloudBilling];

const first = systems[0].option.value;

export const systemSelector: INodeProperties = {
	displayName: 'Billing System',
	name: 'system',
	type: 'options',
	noDataExpression: true,
	options: systems.map(({ option }) => option),
	default: first,
};

export const systemCredentials = systems.flatMap(({ credentials }) => credentials);

export const systemProperties: INodeProperties[] = systems.flatMap(({ properties }) => properties);

export const systemTriggerProperties: INodeProperties[] = systems.flatMap(
	({ triggerProperties }) => triggerProperties,
);

export const systemMethods: NonNullable<INodeType['methods']> = {
	listSearch: Object.assign({}, ...systems.map(({ methods }) => methods.listSearch)),
	loadOptions: Object.assign({}, ...systems.map(({ methods }) => methods.loadOptions)),
	resourceMapping: Object.assign({}, ...systems.map(({ methods }) => methods.resourceMapping)),
};

/** The system with this value. @throws InputError where there is none */
export function findSystem(value: unknown): BillingSystem {
	const system = systems.find(({ option }) => option.value === value);
	if (system) return system;
	throw new InputError(
		`There is no billing system "${String(value)}"`,
		'Choose Billing System again.',
	);
}
