import { randomValues } from '@neurona/backend';
import { expect, it } from 'vitest';
import { expectArray, startBackend } from '../testing/arrays.js';

const sizes = [0, 1, 3, 4, 5, 15, 16, 17, 63, 64, 65, 1001];
const positions = [
  { seed: 0, offset: 0 },
  { seed: 6202, offset: 2 ** 32 - 3 },
  { seed: 2 ** 53 - 1, offset: 2 ** 52 },
];

it.each(positions)('draws the same numbers as the host from seed $seed, offset $offset', async (position) => {
  const backend = await startBackend({});
  for (const size of sizes) {
    for (const kind of ['bits', 'uniform', 'normal'] as const) {
      const actual = backend.kernels.random(kind, [size], position);
      const expected = randomValues(kind, [size], position);
      await expectArray(backend, actual, [size], expected, kind === 'normal' ? 1e-7 : 0);
    }
  }
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
});
