/**
 * What can go wrong, for the words that a visitor sees: code that could not be loaded, memory that ran out, a device that failed
 * or none that starts, a worker that ended, an answer that there is not, anything else.
 */
export type ProblemKind = 'load' | 'memory' | 'device' | 'noDevice' | 'crash' | 'unknown';

/** An error with its kind: the message is for developers. */
export class TrainingError extends Error {
  constructor(
    readonly kind: ProblemKind,
    message: string,
    /** The stable code of an error of neurona's: `ERR_CHECKPOINT`. */
    readonly code?: string | undefined,
  ) {
    super(message);
    this.name = 'TrainingError';
  }
}

/** An error as it goes from worker to page. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly message: string;
  readonly code?: string | undefined;
}

/** What an error is, whatever threw it. */
export function problemOf(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const { code, kind } = (error ?? {}) as { readonly code?: unknown; readonly kind?: ProblemKind };
  return {
    kind: error instanceof TrainingError ? kind! : kindOf(error, message, code),
    message,
    ...(typeof code === 'string' && { code }),
  };
}

function kindOf(error: unknown, message: string, code: unknown): ProblemKind {
  if (/dynamically imported module|importing a module script failed|error loading/i.test(message))
    return 'load';
  if (error instanceof RangeError || /out of memory|memory allocation|allocation failed/i.test(message))
    return 'memory';
  return code === 'ERR_BACKEND' ? 'device' : 'unknown';
}
