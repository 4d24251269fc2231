import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { full, noGrad, norm, own, type Parameter, scoped, stack, type Tensor } from '@neurona/tensor';
import { toGroups } from './param-groups.js';

/** Settings of {@link clipGradNorm}. */
export interface ClipGradNormOptions {
  /** Order of the norm, above 0, also `Infinity`; default 2. */
  readonly p?: number | undefined;
  /**
   * Whether to throw, before any gradient is changed, if the norm is NaN or infinite. That waits for the device, so a promise
   * is returned. Default false.
   */
  readonly refuseNonFinite?: boolean | undefined;
}

const clipGradNormOptions: OptionTable<ClipGradNormOptions> = {
  p: 2,
  refuseNonFinite: false,
};

/**
 * Scales all gradients together so that their norm is at most `maxNorm`: call it between `backward()` and `step()`. Nothing waits
 * for the device.
 *
 *     norm = (Σ_i |g_i|ᵖ)^(1/p)        over the elements of all gradients
 *     g_i = g_i · min(1, maxNorm / (norm + 1e-6))
 *
 * @param params - Parameters; those without a gradient are skipped.
 * @param maxNorm - The largest norm, at least 0.
 * @param options - `p` (2), `refuseNonFinite` (false).
 * @returns The norm before, a scalar on the device; 0 where there are no gradients. With `refuseNonFinite` a promise of it.
 * @throws {@link ArgumentError} if `maxNorm` is negative, `p` is not above 0, or the norm is refused.
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
  options: ClipGradNormOptions & { readonly refuseNonFinite: true },
): Promise<Tensor>;
export function clipGradNorm(
  params: Iterable<Parameter>,
  maxNorm: number,
  options?: ClipGradNormOptions & { readonly refuseNonFinite?: false | undefined },
): Tensor;
export function clipGradNorm(
  params: Iterable<Parameter>,
  maxNorm: number,
  options: ClipGradNormOptions = {},
): Tensor | Promise<Tensor> {
  const { p = 2 } = checkOptions('clipGradNorm', options, clipGradNormOptions);
  if (!(maxNorm >= 0))
    throw new ArgumentError('clipGradNorm', { expected: 'maxNorm ≥ 0', received: maxNorm });
  if (!(p > 0)) throw new ArgumentError('clipGradNorm', { expected: 'p > 0', received: p });
  const withGrad = listOf('clipGradNorm', params).filter((param) => param.grad);
  const total = noGrad(() => normOfAll(withGrad, p));
  if (options.refuseNonFinite) return clipIfFinite(withGrad, total, maxNorm);
  scaleGrads(withGrad, total, maxNorm);
  return total;
}

const normOfAll = (params: readonly Parameter[], p: number): Tensor =>
  params.length === 0
    ? full([], 0)
    : scoped(() => norm(stack(params.map((param) => norm(param.grad!, { p }))), { p }));

async function clipIfFinite(params: readonly Parameter[], total: Tensor, maxNorm: number): Promise<Tensor> {
  const value = await total.item();
  if (!Number.isFinite(value)) {
    total.dispose();
    throw new ArgumentError('clipGradNorm', {
      expected: 'gradients with a finite norm',
      received: value,
      hint: 'Skip this step: call zeroGrad() instead of step(). Gradients were not changed.',
    });
  }
  scaleGrads(params, total, maxNorm);
  return total;
}

function scaleGrads(params: readonly Parameter[], total: Tensor, maxNorm: number): void {
  if (params.length === 0) return;
  noGrad(() =>
    scoped(() => {
      const factor = full([], maxNorm, { backend: total.backend }).div(total.add(1e-6)).minimum(1); // []
      for (const param of params) replaceGrad(param, param.grad!.mul(factor));
    }),
  );
}

/**
 * Clips each element of each gradient to [-maxValue, maxValue]: call it between `backward()` and `step()`.
 * @param params - Parameters; those without a gradient are skipped.
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
      for (const param of listOf('clipGradValue', params)) {
        if (param.grad) replaceGrad(param, param.grad.clamp({ min: -maxValue, max: maxValue }));
      }
    }),
  );
}

/** The parameters, which may come in groups. */
const listOf = (subject: string, params: Iterable<Parameter>): Parameter[] =>
  toGroups(subject, params).flatMap((group) => [...group.params]);

function replaceGrad(param: Parameter, grad: Tensor): void {
  param.grad?.dispose();
  param.grad = own(grad);
}
