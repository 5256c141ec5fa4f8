import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../errors';
import { optionsCollection } from '../items/commonFields';
import type { ItemParameters } from '../items/parameters';
import { toText } from '../values';
import type { PollPlan } from './poll';
import { readMoment } from './timestamps';

/** Fields that the events of every system show, each defined once, and what reading them gives. */

const DEFAULT_LOOK_BACK_MINUTES = 5;
const DEFAULT_LIMIT = 10_000;

const startFrom: INodeProperties = {
	displayName: 'Start From',
	name: 'startFrom',
	type: 'dateTime',
	default: '',
	description:
		'Also tell of changes since this time when the trigger is activated. Without it the trigger starts from now.',
};

const lookBack: INodeProperties = {
	displayName: 'Look-Back (Minutes)',
	name: 'lookBack',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: DEFAULT_LOOK_BACK_MINUTES,
	description:
		'How late a change may appear: a long transaction shows its records only at its end, with earlier timestamps. Nothing is told twice, however long this is.',
};

const maxChanges: INodeProperties = {
	displayName: 'Max Changes per Poll',
	name: 'maxChanges',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_LIMIT,
	description: 'How many changes start one run at most. The next polls hand on the others.',
};

/** The Options of an event: its own entries and those of every event. */
export function triggerOptions(own: INodeProperties[]): INodeProperties {
	return optionsCollection(...own, startFrom, lookBack, maxChanges);
}

/** @throws InputError */
export function readTriggerOptions(
	parameters: ItemParameters,
): Pick<PollPlan, 'startAt' | 'lookBack' | 'limit'> {
	const minutes = parameters.count('options.lookBack', 0, DEFAULT_LOOK_BACK_MINUTES, 0);
	return {
		startAt: readStart(parameters),
		lookBack: minutes * 60_000,
		limit: parameters.count('options.maxChanges', 0, DEFAULT_LIMIT),
	};
}

function readStart(parameters: ItemParameters): number | undefined {
	const value = parameters.value('options.startFrom', 0, '');
	if (value instanceof Date) return value.getTime();
	const text = toText(value).trim();
	if (text === '') return undefined;
	const moment = readMoment(text);
	if (moment) return moment.at;
	throw new InputError(
		`"${text}" is not a date`,
		'Write it as 2025-01-31T08:00:00Z.',
		'Start From',
	);
}
