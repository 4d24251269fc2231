import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { conv2d, grad, tensor } from '@neurona/tensor';
import { expect, it } from 'vitest';
import { drawPicture } from '../pictures/draw-picture.js';
import { inGray, type Picture } from '../pictures/picture.js';
import { kernelPass, steppedWeights } from './kernel-pass.js';
import { kernels, weightsOf } from './kernels.js';

const pictures: readonly (readonly [string, () => Promise<Picture>])[] = [
  ['the digit', async () => inGray(await drawPicture('digit', 12))],
  [
    'a wide picture',
    async () => ({
      width: 7,
      height: 5,
      channels: 1,
      values: Float32Array.from({ length: 35 }, (_, i) => Math.sin(i)),
    }),
  ],
];

it.each(pictures)('shows what automatic differentiation computes: %s', async (_, draw) => {
  await useBackend(cpu());
  const input = await draw();
  const [weights, target] = [weightsOf(kernels.emboss), weightsOf(kernels.sobelY)];
  const pass = kernelPass(input, weights, target);
  const x = tensor(input.values, { shape: [1, input.height, input.width, 1], requiresGrad: true });
  const shape = [3, 3, 1, 1] as const;
  const w = tensor(new Float32Array(weights), { shape, requiresGrad: true });
  const t = conv2d(x.detach(), tensor(new Float32Array(target), { shape }));
  const loss = conv2d(x, w).sub(t).square().sum().mul(0.5);
  const [dx, dw] = grad(loss, [x, w]);
  expect(pass.loss).toBeCloseTo(await loss.item(), 3);
  const close = (got: readonly number[], wanted: ArrayLike<number>) =>
    got.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 3));
  close(pass.kernelGradient, await dw!.data());
  close(Array.from(pass.inputGradient.values), await dx!.data());
  expect([pass.inputGradient.width, pass.inputGradient.height]).toEqual([input.width, input.height]);
});

it('learns the other kernel by gradient descent: the loss falls with each step', async () => {
  const input = inGray(await drawPicture('digit', 12));
  const target = weightsOf(kernels.sobelY);
  let pass = kernelPass(input, weightsOf(kernels.sobelX), target);
  const losses = [pass.loss];
  for (let i = 0; i < 100; i++) {
    pass = kernelPass(input, steppedWeights(pass, 0.002), target);
    losses.push(pass.loss);
  }
  expect(losses.every((loss, i) => i === 0 || loss < losses[i - 1]!)).toBe(true);
  expect(losses.at(-1)).toBeLessThan(0.1 * losses[0]!);
});
