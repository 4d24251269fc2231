// internal
import { ArgumentError } from '@neurona/backend';
import { gelu, relu, silu, swiglu, type Tensor } from '@neurona/tensor';

/** Activation of a feed-forward network: `geluTanh` is GELU by its approximation with tanh. */
export type FeedForwardActivation = 'gelu' | 'geluTanh' | 'relu' | 'silu';

const activations: Readonly<Record<FeedForwardActivation, (x: Tensor) => Tensor>> = {
  gelu: (x) => gelu(x),
  geluTanh: (x) => gelu(x, { approximate: 'tanh' }),
  relu,
  silu,
};

/** The function of an activation's name, or an `ArgumentError`. */
export function activationOf(subject: string, name: FeedForwardActivation): (x: Tensor) => Tensor {
  if (Object.hasOwn(activations, name)) return activations[name];
  throw new ArgumentError(subject, {
    expected: `activation to be one of ${Object.keys(activations).join(', ')}`,
    received: name,
  });
}

/** The function of two maps whose first is an activated gate. @throws as `activationOf` */
export function gateOf(subject: string, name: FeedForwardActivation): (gate: Tensor, x: Tensor) => Tensor {
  const activation = activationOf(subject, name);
  return name === 'silu' ? swiglu : (gate, x) => activation(gate).mul(x);
}
