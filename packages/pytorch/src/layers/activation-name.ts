// internal: which activation a function is, as layers hold functions
import { ShapeBackend } from '@neurona/backend';
import { gelu, noGrad, relu, scoped, silu, type Tensor, zeros } from '@neurona/tensor';

type Activation = (x: Tensor) => Tensor;

const known: Readonly<Record<'relu' | 'silu' | 'gelu' | 'geluTanh', Activation>> = {
  relu,
  silu,
  gelu: (x: Tensor) => gelu(x),
  geluTanh: (x: Tensor) => gelu(x, { approximate: 'tanh' }),
};

export type ActivationName = keyof typeof known;

/** The name of an activation by the operations that it is made of; undefined if it is another. */
export function activationName(activation: Activation): ActivationName | undefined {
  const own = operationsOf(activation);
  const names = Object.keys(known) as ActivationName[];
  return names.find((name) => operationsOf(known[name]) === own);
}

/** The kernel calls of a function, with their settings, on a device without values. */
function operationsOf(activation: Activation): string {
  const backend = new ShapeBackend();
  const calls: unknown[] = [];
  noGrad(() =>
    scoped(() => {
      const x = zeros([1], { backend });
      const stop = backend.listen(({ kernel, args }) =>
        calls.push([kernel, ...args.filter((arg) => typeof arg !== 'object')]),
      );
      try {
        activation(x);
      } finally {
        stop();
      }
    }),
  );
  return JSON.stringify(calls);
}

/** PyTorch's expression of an activation of x. */
export const activationText: Readonly<Record<ActivationName, (x: string) => string>> = {
  relu: (x) => `F.relu(${x})`,
  silu: (x) => `F.silu(${x})`,
  gelu: (x) => `F.gelu(${x})`,
  geluTanh: (x) => `F.gelu(${x}, approximate="tanh")`,
};
