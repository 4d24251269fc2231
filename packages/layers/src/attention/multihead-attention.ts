import {
  ArgumentError,
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
} from '@neurona/backend';
import {
  attentionWeights,
  checkTensor,
  concat,
  dropout,
  type Generator,
  linear,
  Parameter,
  randn,
  scaledDotProductAttention,
  scoped,
  split,
  type Tensor,
  unbind,
  zeros,
} from '@neurona/tensor';
import { fanInUniform } from '../init/fan-in-uniform.js';
import { filledParameter } from '../init/filled-parameter.js';
import { Linear } from '../linear/linear.js';
import { Module } from '../module.js';
import { causalMask, layerMasks, seenElements, withAddedKeys } from './attention-masks.js';
import type { RotaryPositions } from './positions.js';

/** Settings of {@link MultiheadAttention}. */
export interface MultiheadAttentionOptions {
  /** Whether the projections add biases, default true. */
  readonly bias?: boolean;
  /** Probability with which a weight is dropped in training, default 0. */
  readonly dropout?: number;
  /** Features of the keys, default `embedDim`. */
  readonly keyDim?: number;
  /** Features of the values, default `embedDim`. */
  readonly valueDim?: number;
  /** Whether a learned key and value, which every query may attend to, are added at the end. Default false. */
  readonly addBiasKV?: boolean;
  /** Whether a key and value of zeros are added at the end, so that a query can attend to nothing. Default false. */
  readonly addZeroAttn?: boolean;
  /** Rotary positions for the queries and keys of each head; of size `embedDim / numHeads`. */
  readonly rotary?: RotaryPositions | undefined;
  /** Where the choice of what is dropped comes from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

/** Settings of a call of {@link MultiheadAttention}. */
export interface AttentionCall {
  /** The keys, `[N, S, keyDim]`, default the queries. */
  readonly key?: Tensor | undefined;
  /** The values, `[N, S, valueDim]`, default the keys. */
  readonly value?: Tensor | undefined;
  /** Which keys may be attended to, `[N, S]`: bool, false where a key is padding, or float32, added to the scores. */
  readonly keyPaddingMask?: Tensor | undefined;
  /**
   * Which query may attend to which key, `[L, S]`, `[N · numHeads, L, S]`, or `[N, numHeads, L, S]` with axes of size 1: bool,
   * true where attention is allowed, or float32, added to the scores. Added keys are always allowed.
   */
  readonly mask?: Tensor | undefined;
  /** Whether query i attends only to keys 0 to i, default false. */
  readonly causal?: boolean | undefined;
  /**
   * Whether to return the attention weights too: their mean over the heads `[N, L, S]`, or those of each head `[N, numHeads, L,
   * S]`; added keys come last.
   */
  readonly weights?: 'mean' | 'perHead' | undefined;
}

const callOptions: OptionTable<AttentionCall> = {
  key: undefined,
  value: undefined,
  keyPaddingMask: undefined,
  mask: undefined,
  causal: false,
  weights: undefined,
};

/** Result of {@link MultiheadAttention}. */
export interface AttentionOutput {
  /** `[N, L, embedDim]` */
  readonly output: Tensor;
  /** The attention weights, before dropout; only if they were asked for. */
  readonly weights: Tensor | undefined;
}

/** What the heads of a {@link MultiheadAttention} compute; without N where its inputs have none. Added keys come last. */
export interface AttentionHeads {
  /** `[N, numHeads, L, D]`, turned by rotary positions. */
  readonly query: Tensor;
  /** `[N, numHeads, S, D]`, turned by rotary positions. */
  readonly key: Tensor;
  /** `[N, numHeads, S, D]` */
  readonly value: Tensor;
  /** softmax(query · keyᵀ / √D + mask), before dropout: `[N, numHeads, L, S]`. */
  readonly weights: Tensor;
}

/** What is compared in each head. */
interface Compared extends Omit<AttentionHeads, 'weights'> {
  readonly mask: readonly Tensor[] | undefined;
  readonly causal: boolean | undefined;
}

const weigh = ({ query, key, mask, causal }: Compared): Tensor =>
  attentionWeights(query, key, { mask, causal });

/** Queries, keys and values. */
type Projections = readonly [query: Tensor, key: Tensor, value: Tensor];

const attentionOptions: OptionTable<MultiheadAttentionOptions> = {
  bias: true,
  dropout: 0,
  keyDim: undefined,
  valueDim: undefined,
  addBiasKV: false,
  addZeroAttn: false,
  rotary: undefined,
  rng: undefined,
};

/**
 * Multi-head attention: each head attends with its own projection of queries, keys and values. Boolean masks are true where
 * attention is allowed, as in `scaledDotProductAttention`; PyTorch's layer of this name has it the other way round. A key that
 * no query may attend to has no influence, even if it is NaN.
 *
 *     head_h = softmax(q_h k_hᵀ / √D + mask) v_h        y = concat(head_1, …, head_H) W_out + b_out        D = embedDim / numHeads
 *
 * Shape: query `[N, L, embedDim]` → `{ output, weights }`, output `[N, L, embedDim]`; or all without N. Parameters: inProjWeight
 * `[embedDim, 3 · embedDim]` (queries, keys, values), or qProjWeight, kProjWeight and vProjWeight where keys or values have other
 * sizes, Xavier-uniform; inProjBias `[3 · embedDim]`, zeros; biasK and biasV `[1, 1, embedDim]` with `addBiasKV`,
 * Xavier-normal; outProj, linear, its bias zeros.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or the heads don't divide embedDim; {@link
 * ShapeError} in `forward` if a shape doesn't fit; {@link DTypeError} if a mask is int32.
 * @example
 * const layer = new MultiheadAttention(8, 2);
 * const { output, weights } = layer.forward(ones([4, 5, 8]), { causal: true, weights: 'mean' });
 * [output.shape, weights.shape]; // => [[4, 5, 8], [4, 5, 5]]
 * @see Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762
 */
export class MultiheadAttention extends Module<
  readonly [query: Tensor, call?: AttentionCall],
  AttentionOutput
> {
  static override readonly kind: string = 'MultiheadAttention';

  readonly inProjWeight: Parameter | undefined;
  readonly qProjWeight: Parameter | undefined;
  readonly kProjWeight: Parameter | undefined;
  readonly vProjWeight: Parameter | undefined;
  readonly inProjBias: Parameter | undefined;
  readonly biasK: Parameter | undefined;
  readonly biasV: Parameter | undefined;
  readonly outProj: Linear;
  readonly rotary: RotaryPositions | undefined;
  readonly dropout: number;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly addZeroAttn: boolean;
  readonly #rng: Generator | undefined;

  constructor(
    readonly embedDim: number,
    readonly numHeads: number,
    options: MultiheadAttentionOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, attentionOptions);
    const { bias = true, dropout: probability = 0, keyDim = embedDim, valueDim = embedDim } = options;
    const { addBiasKV = false, addZeroAttn = false } = options;
    for (const [name, size] of Object.entries({ embedDim, numHeads, keyDim, valueDim })) {
      checkCount('MultiheadAttention', name, size);
    }
    if (embedDim % numHeads !== 0) {
      throw new ArgumentError('MultiheadAttention', {
        expected: 'numHeads to divide embedDim',
        received: `${numHeads} for ${embedDim}`,
      });
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new ArgumentError('MultiheadAttention', {
        expected: 'a dropout probability from 0 to 1',
        received: probability,
      });
    }
    const isPacked = keyDim === embedDim && valueDim === embedDim;
    this.inProjWeight = isPacked ? xavier(embedDim, 3 * embedDim) : undefined;
    this.qProjWeight = isPacked ? undefined : xavier(embedDim, embedDim);
    this.kProjWeight = isPacked ? undefined : xavier(keyDim, embedDim);
    this.vProjWeight = isPacked ? undefined : xavier(valueDim, embedDim);
    this.inProjBias = bias ? filledParameter([3 * embedDim], 0) : undefined;
    this.biasK = addBiasKV ? addedElement(embedDim) : undefined;
    this.biasV = addBiasKV ? addedElement(embedDim) : undefined;
    this.outProj = new Linear(embedDim, embedDim, { bias });
    if (this.outProj.bias) scoped(() => this.outProj.bias!.set(this.outProj.bias!.detach().mul(0)));
    this.rotary = options.rotary;
    this.dropout = probability;
    this.keyDim = keyDim;
    this.valueDim = valueDim;
    this.addZeroAttn = addZeroAttn;
    this.#rng = options.rng;
  }

  override forward(query: Tensor, call: AttentionCall = {}): AttentionOutput {
    return scoped(() => {
      const compared = this.compared(query, call);
      const weights = call.weights && weigh(compared);
      const heads = weights ? this.drop(weights).matmul(compared.value) : this.attended(compared);
      const [batch, , length] = heads.shape as [number, number, number]; // [N, numHeads, L, D]
      const joined = heads.permute([0, 2, 1, 3]).reshape([batch, length, this.embedDim]);
      const output = this.outProj.forward(joined);
      const wanted = call.weights === 'mean' ? weights?.mean({ axis: 1 }) : weights;
      if (query.ndim === 3) return { output, weights: wanted };
      return { output: output.squeeze(0), weights: wanted?.squeeze(0) };
    });
  }

  /**
   * What each head compares and how much it attends, for the same inputs as those of `forward`: to look at.
   * @example
   * const layer = new MultiheadAttention(8, 2);
   * const { key, weights } = layer.heads(ones([4, 5, 8]));
   * [key.shape, weights.shape]; // => [[4, 2, 5, 4], [4, 2, 5, 5]]
   */
  heads(query: Tensor, call: AttentionCall = {}): AttentionHeads {
    return scoped(() => {
      const compared = this.compared(query, call);
      const { query: q, key, value } = compared;
      const weights = weigh(compared);
      if (query.ndim === 3) return { query: q, key, value, weights };
      return {
        query: q.squeeze(0),
        key: key.squeeze(0),
        value: value.squeeze(0),
        weights: weights.squeeze(0),
      };
    });
  }

  private compared(query: Tensor, call: AttentionCall): Compared {
    const { key = query, value = key } = checkOptions(this.kind, call, callOptions);
    this.checkInputs(query, key, value);
    if (query.ndim === 3) return this.project(query, key, value, call);
    const batched = query.unsqueeze(0);
    const keys = key === query ? batched : key.unsqueeze(0);
    const values = value === key ? keys : value.unsqueeze(0);
    const keyPaddingMask = call.keyPaddingMask?.unsqueeze(0);
    return this.project(batched, keys, values, { ...call, keyPaddingMask });
  }

  private project(query: Tensor, key: Tensor, value: Tensor, call: AttentionCall): Compared {
    const { rotary, numHeads } = this;
    const [batch, length] = query.shape as [number, number, number];
    const shape = [batch, numHeads, length, key.shape[1]!] as const;
    const masks = layerMasks(call, shape);
    const keys = seenElements(key, masks); // [N, S, keyDim]
    const values = value === key ? keys : seenElements(value, masks);
    const isSelf = key === query && value === query;
    let [q, k, v] = isSelf
      ? this.projectOnce(keys)
      : this.projectEach(key === query ? keys : query, keys, values);
    if (rotary) [q, k] = [rotary.forward(q), rotary.forward(k)];
    const added = this.addedTo(k);
    if (added.length > 0) {
      if (call.causal) masks.push(causalMask(shape, k));
      k = concat([k, ...added.map(([one]) => one)], { axis: 2 });
      v = concat([v, ...added.map(([, one]) => one)], { axis: 2 });
    }
    const mask = added.length > 0 ? withAddedKeys(masks, added.length, shape) : masks;
    return {
      query: q,
      key: k,
      value: v,
      mask: mask.length > 0 ? mask : undefined,
      causal: added.length === 0 && call.causal,
    };
  }

  /** What heads make of the values where nobody asks for the weights: those of long sequences are never written out. */
  private attended({ query, key, value, mask, causal }: Compared): Tensor {
    const options = { mask, causal, dropout: this.training ? this.dropout : 0, rng: this.#rng };
    return scaledDotProductAttention(query, key, value, options);
  }

  /** Keys and values `[N, numHeads, 1, D]` that come behind the others. */
  private addedTo(keys: Tensor): (readonly [key: Tensor, value: Tensor])[] {
    const { biasK, biasV, addZeroAttn, numHeads } = this;
    const [batch, , , size] = keys.shape as [number, number, number, number];
    const shape = [batch, numHeads, 1, size];
    const spread = (x: Tensor): Tensor => x.reshape([1, numHeads, 1, size]).broadcastTo(shape);
    const added: (readonly [Tensor, Tensor])[] = [];
    if (biasK && biasV) added.push([spread(biasK), spread(biasV)]);
    if (addZeroAttn) {
      const nothing = zeros(shape, { backend: keys.backend });
      added.push([nothing, nothing]);
    }
    return added;
  }

  /** Queries, keys and values of one tensor, by one product. */
  private projectOnce(x: Tensor): Projections {
    const { inProjWeight, inProjBias, numHeads, embedDim } = this;
    if (!inProjWeight) return this.projectEach(x, x, x);
    const [batch, length] = x.shape as [number, number];
    const all = linear(x, inProjWeight, inProjBias); // [N, L, 3 · embedDim]
    const heads = all.reshape([batch, length, 3, numHeads, embedDim / numHeads]).permute([2, 0, 3, 1, 4]);
    return unbind(heads) as unknown as Projections;
  }

  private projectEach(...inputs: Projections): Projections {
    const { inProjWeight, inProjBias, embedDim } = this;
    const weights = inProjWeight
      ? split(inProjWeight, embedDim, { axis: 1 })
      : [this.qProjWeight!, this.kProjWeight!, this.vProjWeight!];
    const biases = inProjBias ? split(inProjBias, embedDim) : [];
    const heads = inputs.map((input, i) => this.splitHeads(linear(input, weights[i]!, biases[i])));
    return heads as unknown as Projections;
  }

  /** `[N, L, embedDim]` → `[N, numHeads, L, D]` */
  private splitHeads(x: Tensor): Tensor {
    const [batch, length] = x.shape as [number, number];
    return x.reshape([batch, length, this.numHeads, -1]).permute([0, 2, 1, 3]);
  }

  private drop(weights: Tensor): Tensor {
    if (!this.training || this.dropout === 0) return weights;
    return dropout(weights, this.dropout, this.#rng && { rng: this.#rng });
  }

  private checkInputs(query: Tensor, key: Tensor, value: Tensor): void {
    const { embedDim, keyDim, valueDim } = this;
    const [q, k, v] = [query, key, value].map((x) => checkTensor(this.kind, x).shape) as [
      Shape,
      Shape,
      Shape,
    ];
    const fits =
      (q.length === 2 || q.length === 3) &&
      k.length === q.length &&
      v.length === q.length &&
      q.at(-1) === embedDim &&
      k.at(-1) === keyDim &&
      v.at(-1) === valueDim &&
      k.at(-2) === v.at(-2) &&
      (q.length === 2 || (k[0] === q[0] && v[0] === q[0]));
    if (fits) return;
    throw new ShapeError('MultiheadAttention', {
      expected: `query [N, L, ${embedDim}], key [N, S, ${keyDim}] and value [N, S, ${valueDim}]`,
      received: [q, k, v].map(describeShape).join(', '),
    });
  }

  /** @internal */
  override get isUnit(): boolean {
    return true;
  }

  override describe(): string {
    return `${this.embedDim}, ${this.numHeads}`;
  }
}

/** A key or value for all heads `[1, 1, embedDim]`, with Xavier's normal numbers. */
const addedElement = (embedDim: number): Parameter =>
  scoped(() => new Parameter(randn([1, 1, embedDim]).div(Math.sqrt(embedDim))));

/** Xavier's uniform numbers, ±√(6 / (fanIn + fanOut)). */
const xavier = (fanIn: number, fanOut: number): Parameter =>
  fanInUniform([fanIn, fanOut], (fanIn + fanOut) / 6);
