import { expect, it } from 'vitest';
import { elementGroups, spread } from './shader.js';
import { freeAll, valuesOf } from './testing/arrays.js';
import { describeOnDevice } from './testing/describe-on-device.js';

it('spreads workgroups over two sides where one is too short', () => {
  expect(spread(65_535)).toEqual([65_535, 1, 1]);
  expect(spread(65_536)).toEqual([32_768, 2, 1]);
  expect(elementGroups(256 * 200_001)).toEqual([50_001, 4, 1]);
});

describeOnDevice('arrays of more elements than one side of a grid holds', (current) => {
  it('are filled, sliced and summed', async () => {
    const backend = current();
    const size = 65_536 * 256 + 100;
    const x = backend.kernels.fill([size], 0.5, 'float32');
    const end = backend.kernels.slice(x, [size - 2], [2], [1]);
    const sum = backend.kernels.reduce('sum', x, [0]);
    expect(await valuesOf(backend, end)).toEqual([0.5, 0.5]);
    expect(await valuesOf(backend, sum)).toEqual([size / 2]);
    freeAll(backend, x, end, sum);
  });
});
