import { createRequire } from 'node:module';
import { MemoryBinaryData } from './binaryData.mjs';
import { withTemporaryUserFolder } from './environment.mjs';
import { createLogger } from './logging.mjs';

const fromHere = createRequire(import.meta.url);

/** Resolved from n8n-core, so that these are the very instances n8n-core itself uses. */
const fromCore = createRequire(fromHere.resolve('n8n-core'));

/**
 * n8n-workflow as CommonJS. An ES `import` would load its second build, and classes of two builds are not
 * `instanceof` each other. The node package and n8n-core require this one.
 */
export const n8n = fromCore('n8n-workflow') as typeof import('n8n-workflow');

const fromCommon = createRequire(fromCore.resolve('@n8n/backend-common'));

/** How n8n turns execution data into the text it saves, and back. */
export const flatted = fromCommon('flatted') as typeof import('flatted');

/** n8n-core, loaded with its state in a temporary folder and its log lines captured. */
export const core = withTemporaryUserFolder(() => {
	const loaded = fromHere('n8n-core') as typeof import('n8n-core');
	const { Logger } = fromCore('@n8n/backend-common') as typeof import('@n8n/backend-common');
	const logger = createLogger();
	container().set(Logger, logger as unknown as InstanceType<typeof Logger>);
	n8n.LoggerProxy.init(logger);
	container().get(loaded.InstanceSettings);
	container().get(loaded.BinaryDataService).setManager('filesystem-v2', new MemoryBinaryData());
	return loaded;
});

/** n8n's dependency injection container. */
export function container(): (typeof import('@n8n/di'))['Container'] {
	return (fromCore('@n8n/di') as typeof import('@n8n/di')).Container;
}
