export { Engine, type EngineOptions, type PollOptions, type RunOptions } from './engine.mjs';
export type { CancelTrigger } from './cancellation.mjs';
export type { CredentialEntry } from './credentialStore.mjs';
export type { DraftNode } from './editor.mjs';
export type { CodeFunction, LogLine } from './logging.mjs';
export { RunResult } from './results.mjs';
export type { WorkflowJson } from './workflow.mjs';
