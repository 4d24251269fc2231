import { manualSeed, noGrad, type Tensor, uniform } from '@neurona/tensor';
import { forEachBackend } from '@neurona/tensor/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type AnyModule,
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  Conv2d,
  type Conv2dOptions,
  DepthwiseConv2d,
  fuse,
  Hardtanh,
  initUniform,
  ReLU,
  ReLU6,
  Sequential,
} from '../index.js';

/** A norm that has seen data. */
function norm(channels: number): BatchNorm2d {
  const layer = new BatchNorm2d(channels);
  for (const tensor of [layer.weight!, layer.bias!, layer.runningMean!])
    initUniform(tensor, { low: -1, high: 1 });
  initUniform(layer.runningVar!, { low: 0.2, high: 3 });
  return layer;
}

const conv = (options?: Conv2dOptions) => new Conv2d(8, 8, 3, { padding: 1, ...options });

class Shifted extends ReLU {
  override forward(x: Tensor): Tensor {
    return super.forward(x).add(1);
  }
}

class Doubled extends Conv2d {
  override convolve(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
    return super.convolve(x, weight.mul(2), bias);
  }
}

/** Layers, and how many kernels convolve and do more. */
const cases: Record<string, [() => AnyModule[], number]> = {
  'a norm and an activation': [() => [conv(), norm(8), new ReLU6()], 1],
  'a norm': [() => [conv({ bias: false }), norm(8)], 1],
  'an activation': [() => [new DepthwiseConv2d(8, 3), new ReLU()], 1],
  'one after the other': [
    () => [
      conv(),
      norm(8),
      new ReLU(),
      conv({ bias: false }),
      new Hardtanh(),
      norm(8),
      conv(),
      conv(),
      norm(8),
    ],
    3,
  ],
  'two norms': [() => [conv(), norm(8), norm(8), new ReLU()], 1],
  'an activation with a forward of its own': [() => [conv(), new Shifted()], 0],
  'a convolution with products of its own': [() => [new Doubled(8, 8, 3, { padding: 1 }), norm(8)], 0],
  'other padding': [() => [conv({ paddingMode: 'circular' }), norm(8)], 0],
};

describe('a convolution with what follows it', () => {
  beforeEach(() => manualSeed(3));

  forEachBackend(() => {
    it.each(Object.entries(cases))('gives what the layers give one by one: %s', async (_, [make, merged]) => {
      const layers = make();
      const model = new Sequential(...(layers as never[])).eval();
      const x = uniform([2, 9, 9, 8], { low: -1, high: 1 });
      const expected = noGrad(() => layers.reduce((value, layer) => layer.forward(value) as Tensor, x));
      const kernels: string[] = [];
      const stop = x.backend.listen(({ kernel }) => kernels.push(kernel));
      const actual = noGrad(() => model.forward(x));
      stop();
      expect(await actual.sub(expected).abs().max().item()).toBeLessThan(1e-5);
      const has = x.backend.kernels.clampedConv2d !== undefined;
      expect(kernels.filter((kernel) => kernel === 'clampedConv2d').length).toBe(has ? merged : 0);
      // Gradients, training and hooks see each layer.
      kernels.length = 0;
      const stopAgain = x.backend.listen(({ kernel }) => kernels.push(kernel));
      const recorded = model.forward(x);
      noGrad(() => new Sequential(conv(), norm(8)).forward(x));
      const seen: Tensor[] = [];
      const unwatch = layers.map((layer) => layer.onForward((y: Tensor) => seen.push(y)));
      noGrad(() => model.forward(x));
      for (const end of unwatch) end();
      stopAgain();
      expect(recorded.requiresGrad).toBe(true);
      expect(kernels).not.toContain('clampedConv2d');
      expect(seen.length).toBe(layers.length);
    });

    it.each([BatchNorm1d, BatchNorm3d])('is not merged with a norm of other arrays', (Norm) => {
      const model = new Sequential(conv(), new Norm(8), new ReLU()).eval();
      expect(() => noGrad(() => model.forward(uniform([1, 9, 9, 8])))).toThrow(
        `[${Norm.kind}] expected x [N, `,
      );
    });

    it('is refused in the words of the convolution', () => {
      const model = new Sequential(new Conv2d(8, 8, 7), norm(8), new ReLU()).eval();
      expect(() => noGrad(() => model.forward(uniform([1, 5, 5, 8])))).toThrow('[conv2d] expected');
      expect(() => noGrad(() => model.forward(uniform([1, 9, 9, 7])))).toThrow(
        '[conv2d] expected 8 input channels, got 7',
      );
    });

    it('passes over folded norms', async () => {
      const model = new Sequential(conv(), norm(8), new ReLU6()).eval();
      const x = uniform([1, 9, 9, 8]);
      const expected = noGrad(() => model.forward(x));
      fuse(model);
      const kernels: string[] = [];
      const stop = x.backend.listen(({ kernel }) => kernels.push(kernel));
      const actual = noGrad(() => model.forward(x));
      stop();
      if (x.backend.kernels.clampedConv2d) expect(kernels).toEqual(['clampedConv2d']);
      expect(await actual.sub(expected).abs().max().item()).toBeLessThan(1e-5);
    });
  });
});
