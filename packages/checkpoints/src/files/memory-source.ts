// internal
import type { ByteSource } from './byte-source.js';

/** Bytes in memory. */
export const memorySource = (name: string, bytes: Uint8Array): ByteSource => ({
  name,
  size: bytes.length,
  read: async (start, stop) => bytes.subarray(start, stop),
  close: async () => {},
});
