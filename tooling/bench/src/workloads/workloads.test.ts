import { expect, it } from 'vitest';
import { charactersWorkload, cnnWorkload, gptWorkload, lstmWorkload, mlpWorkload } from './catalogue.js';
import { channelsFirst } from './channels-first.js';
import { flopsOfStep } from './work.js';

it('counts the operations of a step', () => {
  const [first, second, third] = [784 * 256, 256 * 128, 128 * 10];
  expect(flopsOfStep(mlpWorkload())).toBe(2 * 128 * (2 * first + 3 * (second + third)));
  const convolutions = [26 * 26 * 9 * 32, 24 * 24 * 9 * 32 * 32, 10 * 10 * 9 * 32 * 2] as const;
  const dense = 200 * 50 + 50 * 10;
  expect(flopsOfStep(cnnWorkload())).toBe(
    2 * 64 * (2 * convolutions[0] + 3 * (convolutions[1] + convolutions[2] + dense)),
  );
  const [input, state] = [28 * 28 * 512, 28 * 128 * 512];
  expect(flopsOfStep(lstmWorkload())).toBe(2 * 64 * (2 * input + 3 * (state + 1280)));
  const layers = 2 * 2 * 256 * 1024;
  expect(flopsOfStep(charactersWorkload())).toBe(2 * 64 * 3 * 64 * (layers + 256 * 65));
  const block = 12 * 64 * 128 ** 2 + 2 * 64 ** 2 * 128;
  expect(flopsOfStep(gptWorkload())).toBe(2 * 16 * 3 * (4 * block + 64 * 128 * 65));
});

it('puts channels first, in images, kernels and the rows after a flattening', () => {
  const count = (shape: number[], first = 0) => {
    const size = shape.reduce((product, side) => product * side, 1);
    return { values: Float32Array.from({ length: size }, (_, i) => first + i), shape };
  };
  const workload = {
    ...cnnWorkload(),
    exampleShape: [2, 2, 3],
    layers: [
      { kind: 'conv', inputs: 3, outputs: 2, kernelSize: 1 },
      { kind: 'flatten' },
      { kind: 'linear', inputs: 8, outputs: 1 },
    ] as const,
  };
  const bias = count([1]);
  const { weights, batches } = channelsFirst(workload, {
    weights: [
      { weight: count([1, 1, 3, 2]), bias },
      { weight: count([8, 1]), bias },
    ],
    batches: [{ inputs: count([1, 2, 2, 3]), targets: Int32Array.of(0) }],
  });
  expect(weights[0]!.weight).toEqual({ values: Float32Array.of(0, 2, 4, 1, 3, 5), shape: [2, 3, 1, 1] });
  expect(weights[1]!.weight).toEqual({ values: Float32Array.of(0, 2, 4, 6, 1, 3, 5, 7), shape: [8, 1] });
  expect(batches[0]!.inputs.shape).toEqual([1, 3, 2, 2]);
  expect(Array.from(batches[0]!.inputs.values)).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]);
});
