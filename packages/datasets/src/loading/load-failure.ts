// internal
import { describeValue } from '@neurona/backend';
import { DatasetError } from '../dataset-error.js';

/** What went wrong while a batch was made, before it is an error for the user: it may have to go to another thread first. */
export class LoadFailure extends Error {
  constructor(
    /** What could not be had: an example by its number, or a batch. */
    readonly what: string,
    override readonly cause: unknown,
  ) {
    super(`${what} could not be loaded`);
  }
}

/** The error for the user, which names the example. A request to stop stays what it is. */
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
