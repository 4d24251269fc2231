import type { Shape } from './shape.js';

/** The parts of an error message: what was expected, what was received, where it came from and what to try. */
export interface ErrorParts {
  /** The requirement, as a phrase that follows "expected". */
  readonly expected: string;
  /** The received value; strings are inserted as they are, other values are printed. */
  readonly received: unknown;
  /** Where the value came from. */
  readonly where?: string | undefined;
  /** One sentence that says what to do. */
  readonly hint?: string | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/** A stable name of the kind of error, for programs that handle errors. */
export type ErrorCode =
  | 'ERR_SHAPE'
  | 'ERR_DTYPE'
  | 'ERR_ARGUMENT'
  | 'ERR_DISPOSED'
  | 'ERR_BACKEND'
  | 'ERR_AUTOGRAD'
  | 'ERR_CHECKPOINT'
  | 'ERR_DATASET'
  | 'ERR_GROUP';

/** Prints a value in an error message: arrays as `[2, 3]`, at most 12 items. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    const items = value.slice(0, 12).map(describeValue);
    return `[${items.join(', ')}${value.length > 12 ? ', …' : ''}]`;
  }
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return value.message;
  const { kind } = value as { readonly kind?: unknown }; // a name that minifiers leave alone
  const name = value.constructor?.name ?? 'object';
  if (name !== 'Object' && typeof kind === 'string') return `an instance of ${kind}`;
  if (name === 'Object') return describeRecord(value);
  return name.length > 2 ? `an instance of ${name}` : 'an instance of a class'; // minifiers' names say nothing
}

const longestRecord = 200;

/** A record as JSON, cut where it is long; of arrays of numbers only the size. */
function describeRecord(record: object): string {
  try {
    const json = JSON.stringify(record, (_, item) =>
      ArrayBuffer.isView(item) ? `${item.constructor.name} of ${item.byteLength} bytes` : item,
    );
    return json.length > longestRecord ? `${json.slice(0, longestRecord)}…` : json;
  } catch {
    return 'an object'; // one that contains itself, or integers beyond those of JSON
  }
}

/** Prints a shape in an error message: `[2, 3]`. */
export const describeShape = (shape: Shape): string => `[${shape.join(', ')}]`;

/** Base class of neurona's errors: a message of fixed form and a stable `code`. */
export abstract class NeuronaError extends Error {
  abstract readonly code: ErrorCode;

  constructor(
    /** The function, class or operation that was called. */
    readonly subject: string,
    parts: ErrorParts,
  ) {
    const where = parts.where ? ` (${parts.where})` : '';
    const hint = parts.hint ? ` ${parts.hint}` : '';
    const message = `[${subject}] expected ${parts.expected}, got ${describeValue(parts.received)}${where}.${hint}`;
    super(message, parts.cause === undefined ? undefined : { cause: parts.cause });
  }
}

/** Shapes that don't match, or an axis that doesn't exist. */
export class ShapeError extends NeuronaError {
  override readonly name = 'ShapeError';
  readonly code = 'ERR_SHAPE';
}

/** An array of the wrong element type. */
export class DTypeError extends NeuronaError {
  override readonly name = 'DTypeError';
  readonly code = 'ERR_DTYPE';
}

/** An argument out of its range, or of the wrong kind. */
export class ArgumentError extends NeuronaError {
  override readonly name = 'ArgumentError';
  readonly code = 'ERR_ARGUMENT';
}

/** A tensor used after it was freed. */
export class DisposedError extends NeuronaError {
  override readonly name = 'DisposedError';
  readonly code = 'ERR_DISPOSED';
}

/** A backend that can't run, was lost, ran out of memory, or was passed another backend's arrays. */
export class BackendError extends NeuronaError {
  override readonly name = 'BackendError';
  readonly code = 'ERR_BACKEND';
}

/** A gradient that can't be computed: no graph, a graph that was already freed, or a value changed since. */
export class AutogradError extends NeuronaError {
  override readonly name = 'AutogradError';
  readonly code = 'ERR_AUTOGRAD';
}

/** Processes that can't work together: a library that is missing, ranks that differ, or a rank that failed. */
export class GroupError extends NeuronaError {
  override readonly name = 'GroupError';
  readonly code = 'ERR_GROUP';
}
