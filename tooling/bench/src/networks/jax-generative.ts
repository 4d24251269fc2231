import * as jax from '@jax-js/jax';
import { updateOf } from '../contenders/jax.js';
import type { GenerativeWork } from './generative-work.js';
import { jaxNetworks } from './jax-networks.js';

const { numpy: np, tree } = jax;
type Arrays = jax.Array[];

const adam = updateOf({ kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8 });

/** A training step in jax-js, compiled by `jit`. It must have as many parameters as neurona's. */
export async function jaxGenerator(
  { network, batch, size }: GenerativeWork,
  parameters: number,
): Promise<{ run(): Promise<void>; close(): void }> {
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const { weights, data, losses } = jaxNetworks[network](batch, size);
  const count = weights.flat().reduce((sum, one) => sum + one.size, 0);
  if (count !== parameters) throw new Error(`its ${network} has ${count} parameters`);
  let params = weights;
  let state = weights.map((own) => [...own, ...own].map(({ shape }) => np.zeros(shape)));
  const step = jax.jit((params: Arrays[], state: Arrays[], scales: jax.Array, data: Arrays) => {
    const [all, kept] = [[...params], [...state]];
    const values = losses.map((loss, i) => {
      const [value, grads] = jax.valueAndGrad(loss)(tree.ref(all[i]!), tree.ref(all), tree.ref(data));
      const changed = adam.apply(all[i]!, grads as Arrays, kept[i]!, scales.ref);
      [all[i], kept[i]] = [changed.params, changed.state];
      return value as jax.Array;
    });
    tree.dispose([scales, data]);
    return { values, params: all, state: kept };
  });
  let steps = 0;
  return {
    async run() {
      const out = step(params, state, np.array(adam.scales(++steps)), tree.ref(data)) as {
        values: Arrays;
        params: Arrays[];
        state: Arrays[];
      };
      [params, state] = [out.params, out.state];
      await jax.blockUntilReady(params);
      tree.dispose(out.values);
    },
    close: () => tree.dispose([params, state, data]),
  };
}
