import { mayWaitAfter } from '../../../nodes/Billing/session/waitAhead.js';
import { BILLING_TYPE, fakeContext, type FakeWorkflow } from '../fakeContext.mjs';

const WAIT = { name: 'Wait', type: 'n8n-nodes-base.wait' };

/** Edges out of a drawing such as `Billing > Wait > Mail`. */
function workflow(lines: string[], nodes: FakeWorkflow['nodes'] = [WAIT]): FakeWorkflow {
	const edges = lines.flatMap((line) => {
		const names = line.split(' > ');
		return names.slice(1).map((name, index): [string, string] => [names[index], name]);
	});
	return { edges, nodes: [{ name: 'Billing', type: BILLING_TYPE }, ...nodes] };
}

const mayWait = (drawn: FakeWorkflow): boolean =>
	mayWaitAfter(fakeContext({ workflow: drawn }).ctx);

test.each([
	['directly', ['Billing > Wait']],
	['some nodes later', ['Billing > Edit > If > Wait > Mail']],
	['on one of two branches', ['Billing > Mail', 'Billing > Edit > Wait']],
	['in a loop that leads back to this node', ['Start > Billing > Wait > Billing']],
	['before this node in a loop', ['Loop > Wait > Billing > Loop']],
])('a Wait that follows %s may put the run to sleep', (_, lines) => {
	expect(mayWait(workflow(lines))).toBe(true);
});

test.each([
	['nothing follows', ['Start > Billing']],
	['no Wait follows', ['Start > Billing > Mail']],
	['the Wait is before', ['Start > Wait > Billing > Mail']],
	['the Wait is on a branch that does not start here', ['Start > Wait', 'Start > Billing']],
])('the run is not put to sleep after this node where %s', (_, lines) => {
	expect(mayWait(workflow(lines))).toBe(false);
});

describe('another Billing node before the Wait', () => {
	const between = (disabled: boolean): FakeWorkflow['nodes'] => [
		WAIT,
		{ name: 'Billing 2', type: BILLING_TYPE, disabled },
	];

	test('takes over, since it comes later', () => {
		expect(mayWait(workflow(['Billing > Billing 2 > Wait'], between(false)))).toBe(false);
	});

	test('does not take over when it is disabled', () => {
		expect(mayWait(workflow(['Billing > Billing 2 > Wait'], between(true)))).toBe(true);
	});

	test('does not take over when it is on one of two ways only', () => {
		const lines = ['Billing > Billing 2 > Wait', 'Billing > Edit > Wait'];
		expect(mayWait(workflow(lines, between(false)))).toBe(true);
	});
});

test('a Wait that is disabled does not count', () => {
	expect(mayWait(workflow(['Billing > Wait'], [{ ...WAIT, disabled: true }]))).toBe(false);
});

test.each([
	['a form page', { name: 'Form', type: 'n8n-nodes-base.form' }, true],
	['a message that is waited for', slack('sendAndWait'), true],
	['a message that is not waited for', slack('post'), false],
	['a form trigger', { name: 'Form', type: 'n8n-nodes-base.formTrigger' }, false],
	['a node whose name only sounds so', { name: 'Wait', type: 'n8n-nodes-base.noOp' }, false],
])('%s is told from a node that goes on', (_, node, expected) => {
	expect(mayWait(workflow([`Billing > ${node.name}`], [node]))).toBe(expected);
});

function slack(operation: string): FakeWorkflow['nodes'][number] {
	return { name: 'Slack', type: 'n8n-nodes-base.slack', parameters: { operation } };
}
