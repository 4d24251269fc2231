// internal: errors in the form that all packages share, of classes that are JavaScript's: this package imports no other
/** The parts of an error message: what was expected, what was received, where it came from and what to try. */
export interface ErrorParts {
  /** The requirement, as a phrase that follows "expected". */
  readonly expected: string;
  /** The received value; strings are inserted as they are, other values are printed. */
  readonly received: unknown;
  /** Where the value came from. */
  readonly where?: string;
  /** One sentence that says what to do. */
  readonly hint?: string;
}

const maxItems = 12;

function describeValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    const items = value.slice(0, maxItems).map(describeValue);
    return `[${items.join(', ')}${value.length > maxItems ? ', …' : ''}]`;
  }
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`;
  if (typeof value !== 'object' || value === null) return String(value);
  const name = value.constructor?.name ?? 'Object';
  return name === 'Object' ? 'an object' : `an instance of ${name}`;
}

function message(subject: string, { expected, received, where, hint }: ErrorParts): string {
  const place = where ? ` (${where})` : '';
  const advice = hint ? ` ${hint}` : '';
  return `[${subject}] expected ${expected}, got ${describeValue(received)}${place}.${advice}`;
}

/** An argument of the right kind with a value out of its range. */
export const rangeError = (subject: string, parts: ErrorParts): RangeError =>
  new RangeError(message(subject, parts));

/** An argument of the wrong kind. */
export const typeError = (subject: string, parts: ErrorParts): TypeError =>
  new TypeError(message(subject, parts));
