// internal
import type { ByteSource } from './byte-source.js';

/** Bytes that are there already. */
export const memorySource = (name: string, bytes: Uint8Array): ByteSource => ({
  name,
  size: bytes.length,
  read: async (start, stop) => bytes.subarray(start, stop),
  close: async () => {},
});
