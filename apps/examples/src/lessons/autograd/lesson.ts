import { plotGraph } from '@neurona/plots';
import { defineFunction, gradGraph, noGrad, tensor, vjp } from '@neurona/tensor';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { autogradNumbers } from './numbers.js';

export const settings = { x: 3, y: 4 };

export async function run(
  settings: { readonly x: number; readonly y: number },
  { print, draw }: LessonTools,
): Promise<Measured<typeof autogradNumbers.expectations>> {
  // #region product
  const x = tensor(settings.x, { requiresGrad: true });
  const y = tensor(settings.y, { requiresGrad: true });
  const z = x.mul(y).add(1);
  draw('graph', plotGraph(gradGraph(z, { x, y }), { title: 'z = x · y + 1' }));
  z.backward();
  const product = [await z.item(), await x.grad!.item(), await y.grad!.item()]; // z, ∂z/∂x = y, ∂z/∂y = x
  print(`z = ${product[0]}, ∂z/∂x = ${product[1]}, ∂z/∂y = ${product[2]}`);
  // #endregion

  // #region cube
  const five = tensor(5, { requiresGrad: true });
  five.pow(3).backward();
  const cube = await five.grad!.item(); // 3 · 5²
  print(`the derivative of x³ at 5 is ${cube}`);
  // #endregion

  // #region products
  const points = tensor([1, 2, 3]);
  const { grads } = vjp((v) => v.square(), [points], tensor([1, 10, 100])); // 2 v · [1, 10, 100]
  const vectorJacobian = Array.from(await grads[0]!.data());
  print(`vector-Jacobian product of squares: ${vectorJacobian.join(', ')}`);
  // #endregion

  // #region noGrad
  const silent = noGrad(() => x.mul(y));
  const recorded = Number(silent.requiresGrad); // 0: nothing was recorded
  // #endregion

  // #region detach
  const a = tensor(2, { requiresGrad: true });
  a.square().detach().mul(a).backward(); // a² counts as the constant 4
  const detached = await a.grad!.item();
  print(`a² · a with a² detached: gradient ${detached}, not ${3 * 2 ** 2}`);
  // #endregion

  // #region custom
  const roundThrough = defineFunction({
    name: 'roundThrough',
    forward: (v) => ({ output: v.round() }),
    backward: (_saved, grad) => [grad], // as if nothing had been rounded
  });
  const b = tensor(2.7, { requiresGrad: true });
  const rounded = roundThrough(b);
  rounded.mul(10).backward();
  const custom = [await rounded.item(), await b.grad!.item()];
  print(`rounded: ${custom[0]}, and yet a gradient: ${custom[1]}`);
  // #endregion

  return { product, cube, vectorJacobian, recorded, detached, custom };
}
