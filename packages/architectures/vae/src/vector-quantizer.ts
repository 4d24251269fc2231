import {
  ArgumentError,
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import { Module, mse } from '@neurona/layers';
import {
  checkTensor,
  type Generator,
  knownValues,
  noGrad,
  oneHot,
  own,
  randint,
  randn,
  scoped,
  type Tensor,
  zeros,
} from '@neurona/tensor';
import { checkNumber } from './check.js';

/** Settings of {@link VectorQuantizer}. */
export interface VectorQuantizerOptions {
  /** Share of the running counts and sums that stays in a step, from 0 to less than 1; default 0.99. */
  readonly decay?: number;
  /** Codes that stand for fewer vectors of a batch than this, on a running average, are replaced; default 1, at 0 none is. */
  readonly reviveBelow?: number;
  /** Where vectors that replace dead codes are drawn from, default the generator that `manualSeed` seeds. */
  readonly rng?: Generator | undefined;
}

/** @internal */
export const vectorQuantizerOptions: Required<OptionTable<VectorQuantizerOptions>> = {
  decay: 0.99,
  reviveBelow: 1,
  rng: undefined,
};

/** What {@link VectorQuantizer.forward} returns. */
export interface Quantized {
  /** The nearest codes' vectors `[..., D]`; gradients pass straight through to the input. */
  readonly quantized: Tensor;
  /** Their numbers int32 `[...]`. */
  readonly codes: Tensor;
  /** Mean squared distance from the input to them, a scalar: presses the encoder to stay near. */
  readonly commitment: Tensor;
  /** How many codes would be used equally often with as much information, a scalar from 1 to K. */
  readonly perplexity: Tensor;
}

/**
 * Replaces each vector by the nearest one of a codebook. The codebook isn't learned by gradients: in training it follows the vectors that it stands
 * for by running means, and codes that stand for almost none are replaced by vectors of the batch, from the first batch on.
 *
 *     k = argmin_j ‖z - e_j‖        output = z + stop(e_k - z)        ∂L/∂z = ∂L/∂output
 *     N_k ← γ N_k + (1 - γ) n_k        m_k ← γ m_k + (1 - γ) Σ_{z at k} z        e_k = m_k / N_k
 *
 * Shape: z `[..., D]` → quantized `[..., D]`, codes `[...]`, commitment and perplexity `[]`. Buffers: codebook `[K, D]`, standard normal;
 * clusterSize `[K]` and clusterSum `[K, D]`, zeros.
 * @param numCodes - Number K of codes.
 * @param codeSize - Number D of features.
 * @param options - `decay` (0.99), `reviveBelow` (1), `rng`.
 * @throws {@link ArgumentError} if a setting is out of its range; {@link ShapeError} in `forward` if z has other features.
 * @example
 * const { codes } = new VectorQuantizer(8, 4).eval().forward(ones([2, 7, 7, 4]));
 * codes.shape; // => [2, 7, 7]
 * @see van den Oord, Vinyals, Kavukcuoglu, "Neural Discrete Representation Learning", 2017, arXiv:1711.00937, appendix A.1; Dhariwal et al.,
 * "Jukebox", 2020, arXiv:2005.00341 (replaced codes)
 */
export class VectorQuantizer extends Module<readonly [z: Tensor], Quantized> {
  static override readonly kind: string = 'VectorQuantizer';

  readonly codebook: Tensor;
  readonly clusterSize: Tensor;
  readonly clusterSum: Tensor;
  readonly decay: number;
  readonly reviveBelow: number;
  readonly #rng: Generator | undefined;

  constructor(
    readonly numCodes: number,
    readonly codeSize: number,
    options: VectorQuantizerOptions = {},
  ) {
    super();
    checkOptions('VectorQuantizer', options, vectorQuantizerOptions);
    const { decay = 0.99, reviveBelow = 1, rng } = options;
    checkCount('VectorQuantizer', 'numCodes', numCodes);
    checkCount('VectorQuantizer', 'codeSize', codeSize);
    if (!(decay >= 0 && decay < 1)) {
      throw new ArgumentError('VectorQuantizer', {
        expected: 'decay from 0 to less than 1',
        received: decay,
      });
    }
    this.decay = decay;
    this.reviveBelow = checkNumber('VectorQuantizer', 'reviveBelow', reviveBelow, '≥ 0');
    this.#rng = rng;
    this.codebook = own(randn([numCodes, codeSize], { rng }));
    this.clusterSize = own(zeros([numCodes]));
    this.clusterSum = own(zeros([numCodes, codeSize]));
  }

  override forward(z: Tensor): Quantized {
    checkTensor('VectorQuantizer', z);
    if (z.shape.at(-1) !== this.codeSize) {
      throw new ShapeError('VectorQuantizer', {
        expected: `vectors of ${this.codeSize} features on the last axis`,
        received: describeShape(z.shape),
      });
    }
    return scoped(() => {
      const vectors = z.reshape([z.size / this.codeSize, this.codeSize]); // [M, D]
      const { codes, counts, nearest } = noGrad(() => this.assigned(vectors.detach()));
      return {
        quantized: z.add(nearest.reshape(z.shape).sub(z.detach())),
        codes: codes.reshape(z.shape.slice(0, -1)),
        commitment: mse(vectors, nearest),
        perplexity: perplexity(counts),
      };
    });
  }

  /**
   * The vectors of codes.
   *
   * Shape: codes int32 `[...]` → `[..., D]`.
   * @throws {@link ArgumentError} if a code is known to be none.
   */
  embed(codes: Tensor): Tensor {
    const known = knownValues(checkTensor('VectorQuantizer.embed', codes, 'codes'));
    const wrong = known?.findIndex((code: number | bigint) => code < 0 || code >= this.numCodes) ?? -1;
    if (wrong >= 0) {
      throw new ArgumentError('VectorQuantizer.embed', {
        expected: `codes from 0 to ${this.numCodes - 1}`,
        received: known![wrong],
        where: `code ${wrong} of ${codes.size}`,
      });
    }
    return scoped(() =>
      this.codebook.indexSelect(0, codes.reshape([codes.size])).reshape([...codes.shape, this.codeSize]),
    );
  }

  override describe(): string {
    return `${this.numCodes}, ${this.codeSize}`;
  }

  /** The nearest codes of vectors `[M, D]`, how often each is one, and their vectors; in training the codebook follows. */
  private assigned(vectors: Tensor): { codes: Tensor; counts: Tensor; nearest: Tensor } {
    const { codebook } = this;
    const distances = codebook.square().sum({ axis: 1 }).sub(vectors.matmul(codebook.transpose()).mul(2)); // [M, K], less |z|²
    const codes = distances.argmin({ axis: 1 }); // [M]
    const isCode = oneHot(codes, this.numCodes, { dtype: 'float32' }); // [M, K]
    const counts = isCode.sum({ axis: 0 }); // [K]
    const nearest = codebook.indexSelect(0, codes); // [M, D]
    if (this.training && !this.isFrozen) this.follow(vectors, counts, isCode.transpose().matmul(vectors));
    return { codes, counts, nearest };
  }

  /** Moves the codebook towards the means of the vectors of each code, and replaces dead codes. */
  private follow(vectors: Tensor, counts: Tensor, sums: Tensor): void {
    const { decay, reviveBelow, codebook, clusterSize, clusterSum, numCodes } = this;
    const size = clusterSize.mul(decay).add(counts.mul(1 - decay)); // [K]
    const sum = clusterSum.mul(decay).add(sums.mul(1 - decay)); // [K, D]
    const isUsed = size.greater(0).unsqueeze(1);
    const means = isUsed.where(sum.div(size.clamp({ min: 1e-12 }).unsqueeze(1)), codebook);
    const isDead = size.less(reviveBelow); // [K]
    const drawn = vectors.indexSelect(0, randint(0, vectors.shape[0]!, [numCodes], { rng: this.#rng }));
    const revived = drawn.mul(reviveBelow);
    codebook.assign(isDead.unsqueeze(1).where(drawn, means));
    clusterSize.assign(isDead.where(reviveBelow, size));
    clusterSum.assign(isDead.unsqueeze(1).where(revived, sum));
  }
}

/** exp of the entropy of how often each code is used. */
function perplexity(counts: Tensor): Tensor {
  const shares = counts.div(counts.sum());
  return shares
    .mul(shares.clamp({ min: 1e-10 }).log())
    .sum()
    .neg()
    .exp();
}
