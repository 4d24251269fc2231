import { describe, expect, it } from 'vitest';
import { ones } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import { Generator } from '../../random/generator.js';
import { randn } from '../../random/normal.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { stack } from '../shape/concat.js';
import { rotary, rotaryTable, sinusoidalEncoding } from './positions.js';

for (const interleaved of [false, true]) {
  describeOp(`rotary${interleaved ? ', interleaved' : ''}`, {
    run: (x) => scoped(() => rotary(x!, rotaryTable(3, 4, { backend: x!.backend }), { interleaved })),
    inputs: { matrix: [[3, 4]], heads: [[2, 2, 3, 4]] },
  });
}

describe('positions', () => {
  forEachBackend(() => {
    it('are sines and cosines side by side, from any position on', async () => {
      const whole = sinusoidalEncoding(5, 3);
      expect(whole.shape).toEqual([5, 3]);
      const third = [Math.sin(2), Math.cos(2), Math.sin(2 / 10000 ** (2 / 3))];
      expectClose(await whole.slice(2, 3).data(), third);
      expectClose(await sinusoidalEncoding(1, 3, { offset: 2 }).data(), third);
    });

    it('turn each text by its own positions where the table has a leading axis', async () => {
      const { cos, sin } = rotaryTable(4, 2);
      const rows = [cos, sin].map((table) => stack([table.slice(0, 2), table.slice(2, 4)]));
      const x = ones([2, 2, 2]);
      const turned = rotary(x, { cos: rows[0]!, sin: rows[1]! });
      const whole = rotary(ones([4, 2]), { cos, sin });
      expectClose(await turned.data(), await whole.data());
    });

    it('turn as a table with gradients of its own says, and give it gradients', async () => {
      const rng = new Generator(2);
      const x = randn([2, 3, 4, 6], { rng });
      for (const shape of [
        [4, 3],
        [1, 1, 4, 3],
        [2, 1, 4, 3],
        [2, 3, 4, 3],
        [3, 4, 3],
        [1, 3, 4, 3],
      ]) {
        const table = { cos: randn(shape, { rng }), sin: randn(shape, { rng }) };
        const turned = rotary(x, table);
        table.cos.requiresGrad = true;
        const recorded = rotary(x, table);
        expect([turned.requiresGrad, recorded.requiresGrad]).toEqual([false, true]);
        expectClose(await turned.data(), await recorded.data());
        recorded.sum().backward();
        expect(table.cos.grad!.shape).toEqual(shape);
      }
    });

    it('name what does not fit', () => {
      expect(() => sinusoidalEncoding(2.5, 4)).toThrow(
        '[sinusoidalEncoding] expected length to be an integer of at least 0, got 2.5.',
      );
      expect(() => rotaryTable(2, 3)).toThrow('[rotaryTable] expected an even number of features, got 3.');
      expect(() => rotary(ones([3, 4]), rotaryTable(2, 4))).toThrow(
        '[rotary] expected x of shape [..., 2, 4], got [3, 4] (the table has shape [2, 2]).',
      );
    });
  });
});
