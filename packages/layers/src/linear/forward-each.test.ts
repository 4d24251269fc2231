import { noGrad, ones, randn, type Tensor } from '@neurona/tensor';
import { forEachBackend } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { Tanh } from '../activation/sigmoids.js';
import type { AnyModule } from '../module.js';
import { forwardEach } from './forward-each.js';
import { Linear } from './linear.js';
import { QuantizedLinear } from './quantized-linear.js';

const valuesOf = (outputs: readonly Tensor[]): Promise<unknown[]> =>
  Promise.all(outputs.map((y) => y.array()));

describe('forwardEach', () => {
  forEachBackend(() => {
    it('is what each layer makes of x, of rounded layers too', async () => {
      const [first, second] = [new Linear(70, 9), new Linear(70, 5, { bias: false })];
      const rounded = [new QuantizedLinear(first, 4), new QuantizedLinear(second, 4)];
      const x = randn([1, 1, 70]);
      for (const layers of [[first, new Tanh()], rounded, [rounded[0]!, second], []] as AnyModule[][]) {
        const outputs = noGrad(() => forwardEach(layers, x));
        const alone = noGrad(() => layers.map((layer): Tensor => layer.forward(x)));
        expect(await valuesOf(outputs)).toEqual(await valuesOf(alone));
      }
    });

    it('calls the hooks of rounded layers', () => {
      const layers = [new QuantizedLinear(new Linear(4, 2), 8), new QuantizedLinear(new Linear(4, 3), 8)];
      const shapes: (readonly number[])[] = [];
      const stop = layers[1]!.onForward((y) => shapes.push(y.shape));
      noGrad(() => forwardEach(layers, ones([1, 4])));
      stop();
      noGrad(() => forwardEach(layers, ones([1, 4])));
      expect(shapes).toEqual([[1, 3]]);
    });

    it('refuses what is no layer', () => {
      expect(() => forwardEach([1 as unknown as AnyModule], ones([1, 4]))).toThrow(
        '[forwardEach] expected a model: a Module, got 1',
      );
    });
  });
});
