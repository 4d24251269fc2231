import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { noGrad, own, Parameter, type RandomOptions, randn, scoped, type Tensor } from '@neurona/tensor';

/** A module with a weight whose last axis is the output. */
export interface WithWeight {
  readonly training: boolean;
  weight: Tensor;
}

/** Settings of {@link spectralNorm}. */
export interface SpectralNormOptions extends Pick<RandomOptions, 'rng'> {
  /** Steps of the power iteration each time the weight is used in training, default 1. */
  readonly iterations?: number;
  /** Below this, norms count as this, default 1e-12. */
  readonly eps?: number;
}

const spectralNormOptions: OptionTable<SpectralNormOptions> = { iterations: 1, eps: 1e-12, rng: undefined };

/**
 * Divides a module's weight by its largest singular value whenever it is used. The parameter that learns is `weightOrig` from then
 * on, `weightU` and `weightV` are buffers; all are in the state dictionary. Values are those of PyTorch's `spectral_norm`.
 *
 *     W = weightOrig / σ        σ = vᵀ weightOrig u        v = weightOrig u / ‖·‖,  u = weightOrigᵀ v / ‖·‖, one step at each use
 *
 * @param module - A layer with a parameter `weight` of two or more axes; the last is the output, the others are flattened.
 * @returns The module.
 * @throws {@link ArgumentError} if the weight is no parameter of two or more axes (as when it is normalised already), or
 * `iterations` is not an integer of at least 1.
 * @example
 * const layer = spectralNorm(new Linear(2, 2), { iterations: 20 });
 * layer.weight.shape; // => [2, 2]
 * @see Miyato et al., "Spectral Normalization for Generative Adversarial Networks", 2018, arXiv:1802.05957
 */
export function spectralNorm<M extends WithWeight>(module: M, options: SpectralNormOptions = {}): M {
  const { iterations = 1, eps = 1e-12, rng } = checkOptions('spectralNorm', options, spectralNormOptions);
  const { weight } = checkArgument('spectralNorm', 'module', module, 'record', 'Pass a layer with a weight.');
  if (!(weight instanceof Parameter) || weight.ndim < 2) {
    throw new ArgumentError('spectralNorm', {
      expected: 'a module with a parameter `weight` of two or more axes',
      received: weight,
    });
  }
  if (!Number.isInteger(iterations) || iterations < 1) {
    throw new ArgumentError('spectralNorm', {
      expected: 'iterations to be an integer of at least 1',
      received: iterations,
    });
  }
  const outputs = weight.shape.at(-1)!;
  const unit = (x: Tensor): Tensor => x.div(x.norm().maximum(eps));
  const [u, v] = noGrad(() =>
    scoped(() => {
      const drawn = unit(randn([outputs, 1], { backend: weight.backend, ...(rng && { rng }) }));
      return [own(drawn), own(unit(weight.reshape([-1, outputs]).matmul(drawn)))];
    }),
  ) as [Tensor, Tensor]; // [outputs, 1], [inputs, 1]
  const normalised = (): Tensor =>
    scoped(() => {
      const matrix = weight.reshape([-1, outputs]); // [inputs, outputs]
      const [left, right] = noGrad(() => {
        for (let i = 0; module.training && i < iterations; i++) {
          v.assign(unit(matrix.matmul(u)));
          u.assign(unit(matrix.t().matmul(v)));
        }
        return [v.clone(), u.clone()]; // copies, as the graph may meet the next use's vectors
      }) as [Tensor, Tensor];
      const sigma = left.mul(matrix.matmul(right)).sum(); // [], and depends on the weight
      return weight.div(sigma);
    });
  Object.defineProperty(module, 'weight', { get: normalised, enumerable: false, configurable: true });
  return Object.assign(module, { weightOrig: weight, weightU: u, weightV: v });
}
