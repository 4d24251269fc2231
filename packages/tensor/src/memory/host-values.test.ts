import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { hostValues, knownValues, noteHostValues, tensor } from '../index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('knownValues', () => {
  it('are those that were noted, without asking the device', () => {
    const values = Int32Array.of(2, 0, 1);
    expect(knownValues(noteHostValues(tensor(values), values))).toBe(values);
  });

  it('are also those that a device computed in JavaScript’s memory', () => {
    const x = tensor([1, 2]).mul(2);
    expect(hostValues(x)).toBeUndefined();
    expect(Array.from<number | bigint>(knownValues(x)!)).toEqual([2, 4]);
  });

  it('need a tensor', () => {
    expect(() => knownValues([1, 2] as never)).toThrow('a tensor');
  });
});
