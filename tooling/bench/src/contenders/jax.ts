import * as jax from '@jax-js/jax';
import { channelsFirst } from '../workloads/channels-first.js';
import {
  type HostArray,
  type LayerSpec,
  type OptimizerSpec,
  type Start,
  type Workload,
  weightArrays,
} from '../workloads/workload.js';
import { type Contender, groupsOf } from './contender.js';

const { lax, nn, numpy: np } = jax;
type Arrays = jax.Array[];

/** jax-js on its wasm backend, the whole step compiled by `jit`. Functions take over their arguments; `ref` keeps one. */
export async function jaxJs(workload: Workload, start: Start): Promise<Contender> {
  if (workload.layers.some(({ kind }) => kind === 'lstm')) throw new Error('left out: it has no LSTM');
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const { weights, batches } = channelsFirst(workload, start);
  let params = weightArrays(weights).map(upload);
  const isText = workload.layers[0]?.kind === 'embedding';
  const update = updateOf(workload.optimizer);
  let state = zerosLike(params, update.slots);
  const data = batches.map(({ inputs, targets }) => ({
    x: isText ? tokens(inputs, workload.classes) : upload(inputs),
    y: nn.oneHot(np.array(targets.slice(), { dtype: np.int32 }), workload.classes),
  }));

  const loss = (params: Arrays, x: jax.Array, y: jax.Array): jax.Array => {
    const answers = isText ? workload.batchSize * workload.exampleShape[0]! : workload.batchSize;
    const logits = forward(workload.layers, params, x).reshape([-1, workload.classes]);
    return nn
      .logSoftmax(logits, -1)
      .mul(y)
      .sum()
      .mul(-1 / answers);
  };
  const step = jax.jit((params: Arrays, state: Arrays, scales: jax.Array, x: jax.Array, y: jax.Array) => {
    const [value, grads] = jax.valueAndGrad(loss)(jax.tree.ref(params), x, y) as [jax.Array, Arrays];
    return { value, ...update.apply(params, grads, state, scales) };
  });

  let count = 0;
  const pending = (batch: number) => {
    const { x, y } = data[batch]!;
    const out = step(params, state, np.array(update.scales(++count)), x.ref, y.ref) as {
      value: jax.Array;
      params: Arrays;
      state: Arrays;
    };
    params = out.params;
    state = out.state;
    return { read: async () => (await out.value.data())[0]!, drop: () => out.value.dispose() };
  };
  return {
    name: 'jax-js',
    device: 'jax-js, wasm, jitted step',
    run: groupsOf(pending, data.length),
    async close() {
      for (const array of [...params, ...state, ...data.flatMap(({ x, y }) => [x, y])]) array.dispose();
    },
  };
}

const upload = ({ values, shape }: HostArray<Float32Array | Int32Array>): jax.Array =>
  np.array(values.slice(), { shape: [...shape] });

/** Tokens as they are multiplied with an embedding: one-hot, made beforehand. */
const tokens = ({ values, shape }: HostArray<Float32Array | Int32Array>, classes: number): jax.Array =>
  nn.oneHot(np.array(Int32Array.from(values), { shape: [...shape], dtype: np.int32 }), classes);

const zerosLike = (params: Arrays, slots: number): Arrays =>
  Array.from({ length: slots }, () => params.map(({ shape }) => np.zeros(shape))).flat();

function forward(layers: readonly LayerSpec[], params: Arrays, input: jax.Array): jax.Array {
  let x = input;
  let next = 0;
  for (const layer of layers) {
    const [n = 0, c = 0, h = 0, w = 0] = x.shape;
    const take = (): jax.Array => params[next++]!;
    if (layer.kind === 'embedding') x = np.matmul(x, take());
    else if (layer.kind === 'positions') x = x.add(take());
    else if (layer.kind === 'norm') x = norm(x, take(), take());
    else if (layer.kind === 'block') x = block(x, layer.numHeads, take);
    else if (layer.kind === 'relu') x = nn.relu(x);
    else if (layer.kind === 'flatten') x = x.reshape([n, c * h * w]);
    else if (layer.kind === 'pool') {
      const k = layer.kernelSize;
      x = np.max(x.reshape([n, c, h / k, k, w / k, k]), [3, 5]);
    } else if (layer.kind === 'linear' || layer.kind === 'conv') {
      const weight = take();
      const bias = layer.kind === 'linear' && layer.bias === false ? undefined : take();
      if (!bias) x = np.matmul(x, weight);
      else if (layer.kind === 'linear') x = np.matmul(x, weight).add(bias);
      else x = lax.conv(x, weight, [1, 1], 'VALID').add(bias.reshape([layer.outputs, 1, 1]));
    }
  }
  return x;
}

const norm = (x: jax.Array, weight: jax.Array, bias: jax.Array): jax.Array =>
  nn.standardize(x, -1, { epsilon: 1e-5 }).mul(weight).add(bias);

/** A decoder's block `[N, L, E]`; `take` gives its arrays one by one. */
function block(x: jax.Array, numHeads: number, take: () => jax.Array): jax.Array {
  const [batch, length, width] = x.shape as [number, number, number];
  const map = (input: jax.Array): jax.Array => np.matmul(input, take()).add(take());
  const parts = np.split(map(norm(x.ref, take(), take())), 3, -1);
  const shape = [batch, length, numHeads, width / numHeads];
  const [q, k, v] = parts.map((part) => np.transpose(part.reshape(shape), [0, 2, 1, 3])); // [N, heads, L, D]
  // As nn.dotProductAttention, whose einsum needs iterators that Node.js 20 doesn't have.
  const scores = np.matmul(q!, np.swapaxes(k!, -1, -2)).mul((width / numHeads) ** -0.5);
  const seen = np.where(np.tri(length, length, 0, { dtype: np.bool }), scores, -Infinity);
  const heads = np.transpose(np.matmul(nn.softmax(seen, -1), v!), [0, 2, 1, 3]);
  const attended = x.add(map(heads.reshape([batch, length, width])));
  const hidden = nn.gelu(map(norm(attended.ref, take(), take())), { approximate: true });
  return attended.add(map(hidden));
}

export interface UpdateRule {
  /** Arrays of state for each parameter. */
  readonly slots: number;
  /** Factors that change from step to step, counted from 1; given as data, so that nothing is compiled again. */
  scales(step: number): number[];
  apply(params: Arrays, grads: Arrays, state: Arrays, scales: jax.Array): { params: Arrays; state: Arrays };
}

/** The update of an optimizer. */
export function updateOf(spec: OptimizerSpec): UpdateRule {
  const { learningRate } = spec;
  if (spec.kind === 'sgd') {
    return {
      slots: 1,
      scales: () => [learningRate],
      apply(params, grads, state, scales) {
        const velocity = state.map((v, i) => v.mul(spec.momentum).add(grads[i]!));
        const rate = scales.reshape([]);
        const next = params.map((p, i) => p.sub(velocity[i]!.ref.mul(rate.ref)));
        rate.dispose();
        return { params: next, state: velocity };
      },
    };
  }
  const { beta1, beta2, eps, weightDecay = 0 } = spec;
  const keep = 1 - learningRate * weightDecay;
  return {
    slots: 2,
    scales: (step) => [learningRate / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step)],
    apply(params, grads, state, scales) {
      const m = grads.map((g, i) => state[i]!.mul(beta1).add(g.ref.mul(1 - beta1)));
      const v = grads.map((g, i) => state[params.length + i]!.mul(beta2).add(np.square(g).mul(1 - beta2)));
      const [rate, correction] = [scales.ref.slice(0), scales.slice(1)];
      const next = params.map((p, i) => {
        const denominator = np.sqrt(v[i]!.ref).mul(correction.ref).add(eps);
        return (keep === 1 ? p : p.mul(keep)).sub(m[i]!.ref.mul(rate.ref).div(denominator));
      });
      rate.dispose();
      correction.dispose();
      return { params: next, state: [...m, ...v] };
    },
  };
}
