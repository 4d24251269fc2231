import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { conv2d, ones, pad, randn, scoped } from '@neurona/tensor';
import { expectClose } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  DepthwiseConv2d,
  SeparableConv2d,
} from '../index.js';
import { describeLayer } from '../testing/index.js';

describeLayer('Conv1d', {
  make: () => new Conv1d(2, 3, 2, { stride: 2, padding: 1 }),
  cases: {
    sequences: { inputs: [[2, 4, 2]], output: [2, 3, 3] },
    'one sequence': { inputs: [[4, 2]], output: [3, 3] },
  },
  state: { weight: [2, 2, 3], bias: [3] },
  wrong: [[[[2, 4, 3]], '[conv1d] expected 2 input channels, got 3 (x has shape [2, 4, 3])']],
});

describeLayer('Conv2d in groups', {
  make: () => new Conv2d(2, 4, 3, { stride: 2, padding: 'same', groups: 2 }),
  cases: { images: { inputs: [[1, 4, 3, 2]], output: [1, 2, 2, 4] } },
  state: { weight: [3, 3, 1, 4], bias: [4] },
  wrong: [[[[1, 3, 4, 3]], '[conv2d] expected 2 input channels, got 3']],
});

describeLayer('Conv2d that mirrors its input', {
  make: () => new Conv2d(1, 2, [3, 2], { padding: 'same', paddingMode: 'reflect', bias: false }),
  cases: { images: { inputs: [[1, 3, 3, 1]], output: [1, 3, 3, 2] } },
  state: { weight: [3, 2, 1, 2] },
});

describeLayer('Conv3d', {
  make: () => new Conv3d(1, 2, 2),
  cases: { volumes: { inputs: [[1, 2, 3, 2, 1]], output: [1, 1, 2, 1, 2] } },
  state: { weight: [2, 2, 2, 1, 2], bias: [2] },
});

describeLayer('ConvTranspose1d', {
  make: () => new ConvTranspose1d(2, 1, 3, { stride: 2, outputPadding: 1 }),
  cases: { sequences: { inputs: [[1, 2, 2]], output: [1, 6, 1] } },
  state: { weight: [3, 2, 1], bias: [1] },
});

describeLayer('ConvTranspose2d', {
  make: () => new ConvTranspose2d(2, 4, 2, { stride: 2, groups: 2 }),
  cases: { images: { inputs: [[1, 2, 2, 2]], output: [1, 4, 4, 4] } },
  state: { weight: [2, 2, 1, 4], bias: [4] },
  wrong: [[[[1, 2, 2, 3]], '[convTranspose2d] expected 2 input channels, got 3']],
});

describeLayer('ConvTranspose3d', {
  make: () =>
    new ConvTranspose3d(2, 4, [1, 2, 2], { stride: [2, 2, 1], outputPadding: [1, 0, 0], groups: 2 }),
  cases: { volumes: { inputs: [[1, 2, 2, 2, 2]], output: [1, 4, 4, 3, 4] } },
  state: { weight: [1, 2, 2, 1, 4], bias: [4] },
  wrong: [[[[1, 2, 2, 2, 3]], '[convTranspose3d] expected 2 input channels, got 3']],
});

describeLayer('DepthwiseConv2d', {
  make: () => new DepthwiseConv2d(2, 2, { multiplier: 2 }),
  cases: { images: { inputs: [[1, 3, 3, 2]], output: [1, 2, 2, 4] } },
  state: { weight: [2, 2, 1, 4], bias: [4] },
});

describeLayer('SeparableConv2d', {
  make: () => new SeparableConv2d(2, 3, 2),
  cases: { images: { inputs: [[1, 3, 3, 2]], output: [1, 2, 2, 3] } },
  state: { 'depthwise.weight': [2, 2, 1, 2], 'pointwise.weight': [1, 1, 2, 3], 'pointwise.bias': [3] },
});

describe('convolutions', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  it.each(['reflect', 'replicate', 'circular'] as const)('continue edges (%s)', async (paddingMode) => {
    const x = randn([1, 5, 6, 1]);
    const layer = new Conv2d(1, 1, 3, { padding: { top: 1, right: 2 }, paddingMode, stride: 2 });
    const expected = scoped(() =>
      conv2d(
        pad(
          x,
          [
            [0, 0],
            [1, 0],
            [0, 2],
            [0, 0],
          ],
          { mode: paddingMode },
        ),
        layer.weight,
        layer.bias,
        { stride: 2 },
      ),
    );
    expectClose(await layer.forward(x).data(), await expected.data());
  });

  it('keep weights of a kernel as large as an image few', () => {
    expect(new Conv2d(3, 1, 11).parameters().reduce((sum, { size }) => sum + size, 0)).toBe(364);
  });

  it('say what they are', () => {
    expect(String(new Conv2d(3, 8, 3, { stride: 2, padding: 'same' }))).toBe(
      'Conv2d(3, 8, kernelSize: [3, 3], stride: 2, padding: "same")',
    );
    expect(String(new Conv1d(3, 8, 3, { bias: false }))).toBe('Conv1d(3, 8, kernelSize: 3, bias: false)');
  });

  it('refuse settings out of range', () => {
    expect(() => new Conv1d(3, 4, 0)).toThrow(
      '[Conv1d] expected kernelSize to be an integer of at least 1, got 0.',
    );
    expect(() => new ConvTranspose2d(3, 4, 2, { groups: 2 })).toThrow(
      '[ConvTranspose2d] expected groups to divide inChannels and outChannels, got 2 for 3 and 4.',
    );
    expect(() => new Conv2d(1, 1, 1, { paddingMode: 'mirror' as never })).toThrow(
      "[Conv2d] expected paddingMode 'zeros', 'reflect', 'replicate' or 'circular', got mirror.",
    );
    expect(() => new DepthwiseConv2d(0, 3).forward(ones([1]))).toThrow(
      '[DepthwiseConv2d] expected channels to be an integer of at least 1, got 0.',
    );
  });
});
