import type { Shape } from '@neurona/backend';

/**
 * A layer, in the words that every contender knows. Convolutions have no padding and stride 1; an LSTM reads a sequence `[L, inputs]` and
 * returns the hidden state after its last step, or of each step, `[L, outputs]`; an embedding reads tokens `[L]`; positions add a learned vector
 * to each of `[L, outputs]`. A block is a decoder's: causal attention and a feed-forward network of four times the width with GELU's tanh form, each
 * added to its input and given it by a layer norm.
 */
export type LayerSpec =
  | { readonly kind: 'conv'; readonly inputs: number; readonly outputs: number; readonly kernelSize: number }
  | { readonly kind: 'linear'; readonly inputs: number; readonly outputs: number; readonly bias?: boolean }
  | {
      readonly kind: 'lstm';
      readonly inputs: number;
      readonly outputs: number;
      readonly eachStep?: boolean;
    }
  | { readonly kind: 'embedding'; readonly inputs: number; readonly outputs: number }
  | { readonly kind: 'positions'; readonly inputs: number; readonly outputs: number }
  | { readonly kind: 'block'; readonly outputs: number; readonly numHeads: number }
  | { readonly kind: 'norm'; readonly outputs: number }
  | { readonly kind: 'pool'; readonly kernelSize: number }
  | { readonly kind: 'relu' }
  | { readonly kind: 'flatten' };

/** The update rule, with PyTorch's meaning of each number. */
export type OptimizerSpec =
  | {
      readonly kind: 'adam';
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly eps: number;
      /** Decoupled decay, as in AdamW; none where it is not given. */
      readonly weightDecay?: number;
    }
  | { readonly kind: 'sgd'; readonly learningRate: number; readonly momentum: number };

/** A training step: forward, mean cross-entropy, backward, update. Every contender builds it from this description. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly batchSize: number;
  readonly classes: number;
  /** Shape of one example, channels last; of tokens, where the first layer is an embedding. */
  readonly exampleShape: Shape;
  readonly layers: readonly LayerSpec[];
  readonly optimizer: OptimizerSpec;
}

/** An array of numbers as JavaScript holds it. */
export interface HostArray<Values extends Float32Array | Int32Array = Float32Array> {
  readonly values: Values;
  readonly shape: Shape;
}

/**
 * Weight and bias of a layer: weights are `[KH, KW, in, out]` or `[in, out]`. An LSTM has two, of its input and its state,
 * `[in, 4 · out]`, an embedding no bias, a block six: a norm's, of queries, keys and values `[in, 3 · out]`, of the joined heads, a norm's,
 * and the network's two.
 */
export interface LayerWeights {
  readonly weight: HostArray;
  readonly bias?: HostArray | undefined;
}

/** Examples `[N, ...exampleShape]` and their classes `[N]`, or of all their steps `[N · L]`. */
export interface Batch {
  readonly inputs: HostArray<Float32Array | Int32Array>;
  readonly targets: Int32Array;
}

/** What a training run starts from: the weights of the layers that have some, in order, and batches to go through in turn. */
export interface Start {
  readonly weights: readonly LayerWeights[];
  readonly batches: readonly Batch[];
}

/** All arrays of the weights, in the order of the layers. */
export const weightArrays = (weights: readonly LayerWeights[]): HostArray[] =>
  weights.flatMap(({ weight, bias }) => (bias ? [weight, bias] : [weight]));
