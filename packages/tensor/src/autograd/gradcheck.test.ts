import { ArgumentError, AutogradError } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { debugMemory, defineOp, gradcheck, leakReport, type Tensor, tensor } from '../index.js';
import { forEachBackend } from '../testing/backends.js';

const wrongSquare = defineOp<readonly [Tensor], undefined>({
  name: 'wrongSquare',
  forward: (kernels, [x]) => ({ output: kernels.binary('mul', x, x), saved: [x] }),
  backward: ([x], grad) => [grad.mul(x!)], // should be 2x
});

const onceRight = defineOp<readonly [Tensor], undefined>({
  name: 'onceRight',
  forward: (kernels, [x]) => ({ output: kernels.binary('mul', x, x), saved: [x] }),
  backward: ([x], grad) => [grad.mul(x!.detach().mul(2))], // the second derivative is lost
});

describe('gradcheck', () => {
  forEachBackend(() => {
    it('accepts right first and second derivatives', async () => {
      const inputs = [
        tensor([
          [0.5, -1],
          [2, 0.3],
        ]),
        tensor([0.7, 1.1]),
      ];
      await gradcheck((x, y) => x!.mul(y!).tanh().sigmoid(), inputs, { order: 2 });
      await gradcheck((x, y) => [x!.exp(), y!.square()], inputs, { order: 2, directions: 3 });
    });

    it('names the worst element of a wrong derivative', async () => {
      const check = gradcheck((x) => wrongSquare([x!], undefined), [tensor([[0.25, 3, 1]])]);
      await expect(check).rejects.toThrow(AutogradError);
      await expect(check).rejects.toThrow(
        /^\[gradcheck\] expected a first derivative of .*input 0, element \[0, 1\], shape \[1, 3\]/,
      );
    });

    it('finds a wrong derivative along random directions', async () => {
      const check = gradcheck((x) => wrongSquare([x!], undefined), [tensor([0.25, 3, 1])], { directions: 1 });
      await expect(check).rejects.toThrow(/a random direction/);
    });

    it('finds a second derivative that is lost', async () => {
      const once = (x?: Tensor): Tensor => onceRight([x!], undefined);
      await gradcheck(once, [tensor([1, 2])]);
      await expect(gradcheck(once, [tensor([1, 2])], { order: 2 })).rejects.toThrow(
        /expected a second derivative/,
      );
    });

    it('takes functions whose outputs depend on nothing, and hands integers on', async () => {
      const index = tensor(new Int32Array([1, 0]));
      await gradcheck((x) => x!.greater(0), [tensor([1, 2])], { order: 2 });
      await gradcheck((x, i) => x!.mul(i!), [tensor([1, 2]), index], { order: 2 });
    });

    it('leaves nothing behind', async () => {
      const x = tensor([0.5, -1]);
      debugMemory(true);
      await gradcheck((y) => y!.tanh(), [x], { order: 2 });
      await expect(gradcheck((y) => wrongSquare([y!], undefined), [x])).rejects.toThrow(AutogradError);
      const left = leakReport();
      debugMemory(false);
      expect(left).toEqual([]);
    });
  });

  it('passes on errors of the function', async () => {
    const failing = (): Tensor => {
      throw new ArgumentError('failing', { expected: 'nothing', received: 'something' });
    };
    await expect(gradcheck(failing, [tensor([1])])).rejects.toThrow(
      '[failing] expected nothing, got something.',
    );
  });
});
