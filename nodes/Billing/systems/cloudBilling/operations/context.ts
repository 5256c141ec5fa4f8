import type { Operation, OperationContext } from '../../system';
import type { CloudBillingClient } from '../client';

export type CloudBillingOperation = Operation<CloudBillingClient>;
export type CloudBillingContext = OperationContext<CloudBillingClient>;
