// internal
import { ArgumentError, type ProcessGroup } from '@neurona/backend';
import { defineFunction, noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';

/** Values normalised by the moments of all ranks. */
export interface SynchronisedNorm {
  readonly output: Tensor;
  /** `[C]` */
  readonly mean: Tensor;
  readonly variance: Tensor;
  /** Number of values of a channel, over all ranks. */
  readonly count: number;
}

/**
 * Normalises each channel with the mean and variance over the batches of all ranks. Waits for the other ranks, in the forward pass and
 * in that of the gradient:
 *
 *     x̂ = (x - mean) / √(var + eps)        ∂L/∂x = (g - Σ g / n - x̂ Σ g x̂ / n) / √(var + eps)        sums over all ranks
 *
 * Shape: x `[N, ..., C]` → same shape.
 */
export function synchronisedNorm(x: Tensor, eps: number, group: ProcessGroup): SynchronisedNorm {
  const axes = Array.from({ length: x.ndim - 1 }, (_, axis) => axis);
  const channels = x.shape.at(-1)!;
  const like = { backend: x.backend };
  const { mean, variance, count } = noGrad(() => scoped(() => moments(x.detach(), axes, channels, group)));
  const normalise = defineFunction<readonly [Tensor]>({
    name: 'synchronisedNorm',
    forward(input) {
      const scale = tensor(variance, like).add(eps).rsqrt(); // [C]
      const output = input.sub(tensor(mean, like)).mul(scale);
      return { output, saved: [output, scale] };
    },
    backward([y, scale], grad) {
      const sums = Float64Array.from([
        ...valuesOf(grad.sum({ axis: axes })),
        ...valuesOf(grad.mul(y!).sum({ axis: axes })),
      ]);
      group.sumNow(sums);
      const means = Float32Array.from(sums, (sum) => sum / count);
      const [ofGrad, ofProduct] = [means.slice(0, channels), means.slice(channels)];
      return [
        grad
          .sub(tensor(ofGrad, like))
          .sub(y!.mul(tensor(ofProduct, like)))
          .mul(scale!),
      ];
    },
  });
  return { output: normalise(x), mean: tensor(mean, like), variance: tensor(variance, like), count };
}

/** Means and variances over all ranks, merged from each rank's, as sums of squares alone would lose digits. */
function moments(
  x: Tensor,
  axes: readonly number[],
  channels: number,
  group: ProcessGroup,
): { readonly mean: Float32Array; readonly variance: Float32Array; readonly count: number } {
  const here = x.size / channels;
  const center = x.mean({ axis: axes }); // [C]
  const spread = x.sub(center).square().sum({ axis: axes }); // [C]
  const means = Array.from(valuesOf(center));
  const squares = Array.from(valuesOf(spread), (value, i) => value + here * means[i]! ** 2);
  const sums = Float64Array.from([here, ...means.map((mean) => here * mean), ...squares]);
  group.sumNow(sums);
  const count = sums[0]!;
  const mean = sums.slice(1, channels + 1).map((sum) => sum / count);
  const variance = sums.slice(channels + 1).map((sum, i) => Math.max(0, sum / count - mean[i]! ** 2));
  return { mean: Float32Array.from(mean), variance: Float32Array.from(variance), count };
}

/** @throws {@link ArgumentError} if the device has to be waited for. */
function valuesOf(x: Tensor): Float32Array {
  const values = x.backend.peek(x);
  if (values) return Float32Array.from(values);
  throw new ArgumentError('syncBatchNorm', {
    expected: 'a backend whose values can be read within a forward pass: wasm or cpu',
    received: x.backend.name,
    hint: 'Train without it, on larger shares of the batches, or with LayerNorm or GroupNorm.',
  });
}
