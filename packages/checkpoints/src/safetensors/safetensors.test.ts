import { type HostArray, hostArray } from '@neurona/datasets';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from './decode-safetensors.js';
import { encodeSafetensors } from './encode-safetensors.js';

const arrays: Record<string, HostArray> = {
  flags: hostArray(Uint8Array.of(1, 0, 1)),
  weight: hostArray(Float32Array.of(1, -0, Number.POSITIVE_INFINITY, 1e-45, 3, 4), [2, 3]),
  step: hostArray(Int32Array.of(-(2 ** 31)), []),
  empty: hostArray(new Float32Array(0), [0, 5]),
  ['__proto__']: hostArray(Int32Array.of(7)),
  'naïve "key"\n': hostArray(Int32Array.of(8)),
};

describe('safetensors', () => {
  it('come back bit for bit, in their order, with their metadata', () => {
    const { tensors, metadata } = decodeSafetensors(
      encodeSafetensors(arrays, { epoch: '3', __proto__x: 'y' }),
    );
    expect(Object.keys(tensors)).toEqual(Object.keys(arrays));
    for (const [name, array] of Object.entries(arrays)) expect(tensors[name], name).toEqual(array);
    expect(metadata).toEqual({ epoch: '3', __proto__x: 'y' });
  });

  it('keep each array aligned', () => {
    const bytes = encodeSafetensors(arrays);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(length % 8).toBe(0);
    expect(header.weight.data_offsets[0] % 4).toBe(0);
    expect(header.flags.data_offsets).toEqual([36, 39]);
  });
});
