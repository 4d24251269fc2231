import { ArgumentError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ones } from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { bceWithLogits, crossEntropy, huber, mse, nll } from '../index.js';

beforeAll(() => useBackend(cpu()));

it.each([mse, huber, bceWithLogits, crossEntropy, nll])('%o names arrays in place of tensors', (loss) => {
  const wrong = loss as unknown as (outputs: unknown, targets: unknown) => unknown;
  for (const call of [
    () => wrong([[1, 2]], [0]),
    () => wrong(ones([1, 2]), [0]),
    () => wrong(undefined, ones([1])),
  ]) {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(
      /^\[\w+\] expected (outputs|targets) to be a tensor, got .* Make a tensor of arrays/,
    );
  }
});
