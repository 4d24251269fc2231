import { describe, expect, it } from 'vitest';
import { bytesPerElement, promoteDTypes, typedArray } from './dtype.js';

describe('dtypes', () => {
  it('promote to the wider one', () => {
    expect(promoteDTypes('bool', 'bool')).toBe('bool');
    expect(promoteDTypes('bool', 'int32')).toBe('int32');
    expect(promoteDTypes('float32', 'int32')).toBe('float32');
  });

  it('have typed arrays', () => {
    expect(typedArray('float32', 2)).toEqual(new Float32Array(2));
    expect(typedArray('int32', 1)).toEqual(new Int32Array(1));
    expect(typedArray('bool', 0)).toEqual(new Uint8Array(0));
  });

  it('take bytes', () => {
    expect([bytesPerElement('float32'), bytesPerElement('int32'), bytesPerElement('bool')]).toEqual([
      4, 4, 1,
    ]);
  });
});
