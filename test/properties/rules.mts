import { billingPlatformAnswerRules } from './billingPlatformAnswerRules.mjs';
import { cloudBillingAnswerRules } from './cloudBillingAnswerRules.mjs';
import type { Rule } from './rule.mjs';
import { pathRules } from './pathRules.mjs';
import { sqlRules } from './sqlRules.mjs';
import { wsdlRules } from './wsdlRules.mjs';
import { xmlRules } from './xmlRules.mjs';

export const rules: Rule[] = [
	...sqlRules,
	...pathRules,
	...xmlRules,
	...wsdlRules,
	...billingPlatformAnswerRules,
	...cloudBillingAnswerRules,
];
