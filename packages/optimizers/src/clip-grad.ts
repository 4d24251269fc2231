import { ArgumentError } from '@neurona/backend';
import { full, noGrad, norm, own, type Parameter, scoped, stack, type Tensor } from '@neurona/tensor';

/** Settings of {@link clipGradNorm}. */
export interface ClipGradNormOptions {
  /** Order of the norm, above 0, also `Infinity`; default 2. */
  readonly p?: number;
}

/**
 * Scales all gradients together so that their norm is at most `maxNorm`: call it between `backward()` and `step()`. Nothing waits
 * for the device.
 *
 *     norm = (Σ_i |g_i|ᵖ)^(1/p)        over the elements of all gradients
 *     g_i = g_i · min(1, maxNorm / (norm + 1e-6))
 *
 * @param params - Parameters; those without a gradient are passed over.
 * @param maxNorm - The largest norm, at least 0.
 * @returns The norm before, a scalar on the device; 0 where there are no gradients.
 * @throws {@link ArgumentError} if `maxNorm` is negative or `p` is not above 0.
 * @example
 * const p = new Parameter(tensor([3, 4]));
 * p.square().sum().mul(0.5).backward();
 * const norm = clipGradNorm([p], 1);
 * await norm.item(); // => 5
 * await p.grad.data(); // => [0.6, 0.8]
 * @see Pascanu, Mikolov, Bengio, "On the difficulty of training Recurrent Neural Networks", 2012, arXiv:1211.5063
 */
export function clipGradNorm(
  params: Iterable<Parameter>,
  maxNorm: number,
  options: ClipGradNormOptions = {},
): Tensor {
  const { p = 2 } = options;
  if (!(maxNorm >= 0))
    throw new ArgumentError('clipGradNorm', { expected: 'maxNorm ≥ 0', received: maxNorm });
  if (!(p > 0)) throw new ArgumentError('clipGradNorm', { expected: 'p > 0', received: p });
  const withGrad = [...params].filter((param) => param.grad);
  if (withGrad.length === 0) return full([], 0);
  return noGrad(() =>
    scoped(() => {
      const total = norm(stack(withGrad.map((param) => norm(param.grad!, { p }))), { p }); // []
      const factor = total.add(1e-6).reciprocal().mul(maxNorm).minimum(1); // []
      for (const param of withGrad) replaceGrad(param, param.grad!.mul(factor));
      return total;
    }),
  );
}

/**
 * Clips each element of each gradient to [-maxValue, maxValue]: call it between `backward()` and `step()`.
 * @param params - Parameters; those without a gradient are passed over.
 * @param maxValue - The largest size of an element, at least 0.
 * @throws {@link ArgumentError} if `maxValue` is negative.
 * @example
 * const p = new Parameter(tensor([3, -0.5]));
 * p.square().sum().backward();
 * clipGradValue([p], 2);
 * await p.grad.data(); // => [2, -1]
 */
export function clipGradValue(params: Iterable<Parameter>, maxValue: number): void {
  if (!(maxValue >= 0)) {
    throw new ArgumentError('clipGradValue', { expected: 'maxValue ≥ 0', received: maxValue });
  }
  noGrad(() =>
    scoped(() => {
      for (const param of params) {
        if (param.grad) replaceGrad(param, param.grad.clamp({ min: -maxValue, max: maxValue }));
      }
    }),
  );
}

function replaceGrad(param: Parameter, grad: Tensor): void {
  param.grad?.dispose();
  param.grad = own(grad);
}
