import { currentBackend } from '@neurona/backend';
import { add, memoryScope, tensor } from '@neurona/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { seconds } from './clock.js';
import { startTfjs } from './contenders/tfjs-engine.js';
import { type Effort, type Measurement, measureInTurn, type Subject } from './rounds.js';

/** The cost of adding two tensors of some length, by ways to do it. */
export interface SmallOpResult {
  readonly length: number;
  readonly ways: readonly Measurement[];
}

/** Names of the ways that ratios are made of. */
export const smallOpNames = {
  neurona: 'neurona: add(a, b) in a memoryScope',
  tfjsKernel: "tfjs: Add's kernel called directly, then disposed",
  tfjsOp: 'tfjs: tf.add(a, b) in a tidy',
} as const;

const inOneScope = 100;

/** Measures one small addition on the chosen backend against tfjs on wasm; freeing the result is part of it everywhere. */
export async function measureSmallOp(length: number, effort: Effort): Promise<SmallOpResult> {
  await startTfjs('wasm');
  const values = Float32Array.from({ length }, (_, i) => i / length);
  const [a, b] = [tensor(values), tensor(values)];
  const weight = tensor(values, { requiresGrad: true });
  const [p, q] = [tf.tensor(values), tf.tensor(values)];
  const backend = currentBackend();
  const tfjsBackend = tf.backend();
  const { kernelFunc } = tf.getKernel('Add', 'wasm')!;
  const inputs = { a: p, b: q };

  const subjects = [
    repeated(smallOpNames.neurona, () => {
      using _scope = memoryScope();
      add(a, b);
    }),
    repeated(smallOpNames.tfjsKernel, () => {
      const { dataId } = kernelFunc({ inputs, backend: tfjsBackend, attrs: {} }) as tf.TensorInfo;
      tfjsBackend.disposeData(dataId);
    }),
    repeated(smallOpNames.tfjsOp, () => {
      tf.tidy(() => {
        tf.add(p, q);
      });
    }),
    repeated('neurona: the same, recorded for backward', () => {
      using _scope = memoryScope();
      add(a, weight);
    }),
    repeated("neurona: the backend's kernel called directly, then freed", () => {
      backend.free(backend.kernels.binary('add', a, b));
    }),
    repeated(
      `neurona: ${inOneScope} in one memoryScope`,
      (count) => {
        using _scope = memoryScope();
        for (let i = 0; i < count; i++) add(a, b);
      },
      inOneScope,
    ),
    repeated(
      `tfjs: ${inOneScope} in one tidy`,
      (count) => {
        tf.tidy(() => {
          for (let i = 0; i < count; i++) tf.add(p, q);
        });
      },
      inOneScope,
    ),
  ];
  const ways = await measureInTurn(subjects, effort);
  for (const x of [a, b, weight, p, q]) x.dispose();
  return { length, ways };
}

/** A body that is called over and over; one that does `group` operations at once is told how many. */
function repeated(name: string, body: (count: number) => void, group = 1): Subject {
  return {
    name,
    async run(repetitions) {
      const start = seconds();
      for (let left = repetitions; left > 0; left -= group) body(Math.min(group, left));
      return seconds() - start;
    },
  };
}
