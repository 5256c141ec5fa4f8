import type { Rule } from './rule.mjs';
import { pathRules } from './pathRules.mjs';
import { sqlRules } from './sqlRules.mjs';

export const rules: Rule[] = [...sqlRules, ...pathRules];
