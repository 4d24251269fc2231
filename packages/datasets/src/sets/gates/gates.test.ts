import { describe, expect, it } from 'vitest';
import { type Gate, gates } from '../../index.js';

const truth: Readonly<Record<Gate, (a: boolean, b: boolean) => boolean>> = {
  and: (a, b) => a && b,
  or: (a, b) => a || b,
  nand: (a, b) => !(a && b),
  nor: (a, b) => !(a || b),
  xor: (a, b) => a !== b,
  xnor: (a, b) => a === b,
};

describe('gates', () => {
  it.each(Object.keys(truth) as Gate[])('answer as logic says: %s', (gate) => {
    const data = gates(gate);
    expect(data.length).toBe(4);
    for (let i = 0; i < 4; i++) {
      const [inputs, target] = data.get(i);
      const [a, b] = inputs!.values;
      expect(target!.values[0]).toBe(Number(truth[gate](a === 1, b === 1)));
    }
  });

  it('name the gates that there are', () => {
    expect(() => gates('not' as Gate)).toThrow(
      '[gates] expected one of and, or, nand, nor, xor, xnor, got not.',
    );
  });
});
