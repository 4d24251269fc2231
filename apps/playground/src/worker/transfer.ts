/** A value whose buffers are handed over rather than copied. */
export class Transferred<T> {
  constructor(
    readonly value: T,
    readonly buffers: readonly Transferable[],
  ) {}
}

/**
 * Hands the buffers of a snapshot, of an answer or of the input of a question over to the other side: they are not copied, and
 * empty here from then on.
 */
export const transferred = <T>(value: T, buffers: readonly Transferable[]): Transferred<T> =>
  new Transferred(value, buffers);

/** A value, and what of it is handed over. */
export const unwrapped = (value: unknown): [value: unknown, buffers: Transferable[]] =>
  value instanceof Transferred ? [value.value, [...value.buffers]] : [value, []];
