// internal
import { describeValue } from '@neurona/backend';
import { DatasetError } from '../dataset-error.js';

/** A failure while a batch was made. It may be sent to another thread before it becomes an error for the user. */
export class LoadFailure extends Error {
  constructor(
    /** What failed: an example by its index, or a batch. */
    readonly what: string,
    override readonly cause: unknown,
  ) {
    super(`${what} could not be loaded`);
  }
}

/** The error for the user, which names the example. An abort is passed on unchanged. */
export function loadError(failure: unknown, where?: string): unknown {
  const { what, cause } = failure instanceof LoadFailure ? failure : new LoadFailure('a batch', failure);
  if (cause instanceof Error && cause.name === 'AbortError') return cause;
  return new DatasetError('DataLoader', { expected: what, received: describeCause(cause), where, cause });
}

function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return describeValue(cause);
  const message = cause.message.replace(/\.$/, ''); // ends the sentence of the error around it
  return message.startsWith('[') ? message : `${cause.name}: ${message}`; // neurona's own say who they are
}
