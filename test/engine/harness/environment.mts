import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];

/** Keeps what n8n stores out of the home directory, and its requests on this machine. */
const SETTINGS = {
	N8N_ENCRYPTION_KEY: 'engine-harness-encryption-key',
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
	N8N_LOG_LEVEL: 'silent',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_EXPRESSION_ENGINE: 'legacy',
	N8N_SSRF_PROTECTION_ENABLED: 'false',
};

/**
 * Runs `load` while n8n's state folder is a temporary one.
 *
 * n8n writes its settings file as soon as it needs its encryption key and never reads it again in the
 * same process, so the folder is gone before the first workflow runs.
 */
export function withTemporaryUserFolder<T>(load: () => T): T {
	const folder = mkdtempSync(join(tmpdir(), 'engine-harness-'));
	Object.assign(process.env, SETTINGS, { N8N_USER_FOLDER: folder });
	for (const name of PROXY_VARIABLES) {
		delete process.env[name];
		delete process.env[name.toLowerCase()];
	}
	try {
		return load();
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
