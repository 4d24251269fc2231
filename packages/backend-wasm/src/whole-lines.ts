// internal

/** Bytes rounded up to whole cache lines, so that threads don't write to the same ones. */
export const wholeLines = (bytes: number): number => Math.ceil(bytes / 64) * 64;
