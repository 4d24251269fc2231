import { manualSeed, noGrad, uniform } from '@neurona/tensor';
import { forEachBackend } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { BasicBlock, Bottleneck } from '../resnet.js';
import { BasicConv2d } from './basic-conv.js';

const blocks = {
  'a block of two convolutions': () => new BasicBlock(4, 8, 2),
  'a block of three': () => new Bottleneck(4, 2),
  'a convolution with its norm': () => new BasicConv2d(4, 8, 3),
};

describe('modules in turn', () => {
  forEachBackend(() => {
    it.each(Object.entries(blocks))(
      'give without a gradient what they give with one: %s',
      async (_, make) => {
        manualSeed(5);
        const block = make();
        const x = uniform([2, 7, 6, 4], { low: -1, high: 1 });
        block.forward(x); // norms have seen data
        block.eval();
        const recorded = block.forward(x);
        const kernels: string[] = [];
        const stop = x.backend.listen(({ kernel }) => kernels.push(kernel));
        const merged = noGrad(() => block.forward(x));
        stop();
        expect(recorded.requiresGrad).toBe(true);
        expect(kernels.includes('conv2d')).toBe(!x.backend.kernels.clampedConv2d);
        expect(await merged.sub(recorded).abs().max().item()).toBeLessThan(1e-5);
      },
    );
  });
});
