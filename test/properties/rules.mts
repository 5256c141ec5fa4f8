import { answerRules } from './answerRules.mjs';
import type { Rule } from './rule.mjs';
import { pathRules } from './pathRules.mjs';
import { sqlRules } from './sqlRules.mjs';
import { wsdlRules } from './wsdlRules.mjs';
import { xmlRules } from './xmlRules.mjs';

export const rules: Rule[] = [...sqlRules, ...pathRules, ...xmlRules, ...wsdlRules, ...answerRules];
