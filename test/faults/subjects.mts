import type { Subject } from './model.mjs';
import { BILLING_PLATFORM } from './subjects.billingPlatform.mjs';
import { CLOUD_BILLING } from './subjects.cloudBilling.mjs';

export const SUBJECTS: readonly Subject[] = [...BILLING_PLATFORM, ...CLOUD_BILLING];
