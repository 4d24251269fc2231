import { ArgumentError } from '@neurona/backend';
import { hostArray } from '../../host-array.js';
import { TabularDataset } from '../../tables/tabular-dataset.js';

/** A logic gate of two inputs. */
export type Gate = 'and' | 'or' | 'nand' | 'nor' | 'xor' | 'xnor';

/** The outputs of a gate for 00, 01, 10 and 11. */
const answers: Readonly<Record<Gate, readonly number[]>> = {
  and: [0, 0, 0, 1],
  or: [0, 1, 1, 1],
  nand: [1, 1, 1, 0],
  nor: [1, 0, 0, 0],
  xor: [0, 1, 1, 0],
  xnor: [1, 0, 0, 1],
};

/**
 * The four rows of a logic gate's truth table. One neuron learns all of them but xor and xnor, which no straight line separates.
 *
 * Fields: inputs float32 `[2]`, class int32 `[]`, 0 or 1.
 * @throws {@link ArgumentError} if there is no such gate.
 * @example
 * gates('xor').fields[0].values; // => [0, 0, 0, 1, 1, 0, 1, 1]
 * gates('xor').fields[1].values; // => [0, 1, 1, 0]
 */
export function gates(gate: Gate): TabularDataset {
  if (!Object.hasOwn(answers, gate)) {
    throw new ArgumentError('gates', {
      expected: `one of ${Object.keys(answers).join(', ')}`,
      received: gate,
    });
  }
  const inputs = hostArray(Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), [4, 2]);
  const classes = hostArray(Int32Array.from(answers[gate]));
  return new TabularDataset([inputs, classes], { classNames: ['false', 'true'], featureNames: ['a', 'b'] });
}
