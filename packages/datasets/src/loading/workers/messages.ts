// internal
import type { Job, Loaded } from '../job.js';
import type { Pass } from '../pass.js';

/** A request of a loader to a worker. */
export interface LoadRequest {
  readonly id: number;
  readonly pass: Pass;
  readonly job: Job;
}

/** An answer of a worker. */
export type WorkerAnswer =
  /** It runs `serveDataset` and accepts requests. */
  | { readonly kind: 'hello' }
  /** Its data set is ready. */
  | { readonly kind: 'ready'; readonly length: number | undefined }
  | { readonly kind: 'loaded'; readonly id: number; readonly loaded: Loaded | undefined }
  /** An example, or with no id the data set itself, could not be loaded. */
  | { readonly kind: 'failed'; readonly id?: number; readonly what: string; readonly cause: SentError }
  /** It ends itself. */
  | { readonly kind: 'closed' };

/** An error on its way between threads, where classes are lost. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: unknown;
  readonly file?: unknown;
  readonly offset?: unknown;
}

/** Takes an error apart. */
export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { code, file, offset } = error as Error & Partial<SentError>;
  return { name: error.name, message: error.message, stack: error.stack, code, file, offset };
}

/** Puts an error together again, with the name and the stack that it had. */
export function receiveError({ message, ...parts }: SentError): Error {
  return Object.assign(new Error(message), parts);
}
