import type { Operation, OperationContext } from '../../system';
import type { BillingPlatformClient } from '../client';

export type BillingPlatformOperation = Operation<BillingPlatformClient>;
export type BillingPlatformContext = OperationContext<BillingPlatformClient>;
