// Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", 2018, arXiv:1810.04805, with what
// it is trained for on top
//
//     masked tokens: LayerNorm(gelu(W · hidden)) · word_embeddingsᵀ + b [N, L, V]
//     classes of a text: W · pooled [N, K]        of tokens: W · hidden [N, L, K]        answers: start and end, W · hidden [N, L, 2]
import { checkOptions, type OptionTable } from '@neurona/backend';
import { Dropout, LayerNorm, Linear, Module } from '@neurona/layers';
import { matmul, Parameter, scoped, type Tensor, zeros } from '@neurona/tensor';
import { BERT, type BERTCall } from './bert.js';
import { type BERTConfig, bertConfigOptions } from './bert-configs.js';
import { drawWeights } from './initial-weights.js';
import { activationOf } from './language-model/activations.js';

type Call = readonly [tokens: Tensor, call?: BERTCall];

/** What goes on between the hidden states and the words. */
class BERTTransform extends Module {
  static override readonly kind: string = 'BERTTransform';

  readonly dense: Linear;
  readonly LayerNorm: LayerNorm;
  readonly activation: (x: Tensor) => Tensor;

  constructor({ embedDim, eps = 1e-12, activation = 'gelu' }: BERTConfig) {
    super();
    this.dense = new Linear(embedDim, embedDim);
    this.LayerNorm = new LayerNorm(embedDim, { eps });
    this.activation = activationOf('BERT', activation);
  }

  override forward(hidden: Tensor): Tensor {
    return this.LayerNorm.forward(this.activation(this.dense.forward(hidden)));
  }
}

/** Scores of words. */
class BERTPredictions extends Module<readonly [hidden: Tensor, words: Tensor]> {
  static override readonly kind: string = 'BERTPredictions';

  readonly transform: BERTTransform;
  readonly bias: Parameter;

  constructor(config: BERTConfig) {
    super();
    this.transform = new BERTTransform(config);
    this.bias = scoped(() => new Parameter(zeros([config.vocabSize])));
  }

  override forward(hidden: Tensor, words: Tensor): Tensor {
    return matmul(this.transform.forward(hidden), words, { transposeB: true }).add(this.bias);
  }
}

/** Holds {@link BERTPredictions} under the name that is a part of the keys. */
class BERTMaskedHead extends Module<readonly [hidden: Tensor, words: Tensor]> {
  static override readonly kind: string = 'BERTMaskedHead';

  readonly predictions: BERTPredictions;

  constructor(config: BERTConfig) {
    super();
    this.predictions = new BERTPredictions(config);
  }

  override forward(hidden: Tensor, words: Tensor): Tensor {
    return this.predictions.forward(hidden, words);
  }
}

/**
 * Scores the words that may stand at each place, masked ones above all. The vectors of words are the weights of the scores too.
 *
 * Shape: tokens int32 `[N, L]` → logits `[N, L, V]`.
 * @param config - As of {@link BERT}; `pooler` is false by default.
 * @throws as {@link BERT}.
 * @example
 * const model = new BERTForMaskedLM({ ...bertConfigs['bert-tiny'], vocabSize: 65, embedDim: 12 });
 * model.forward(tensor([[1, 2, 3]], { dtype: 'int32' })).shape; // => [1, 3, 65]
 */
export class BERTForMaskedLM extends Module<Call> {
  static override readonly kind: string = 'BERTForMaskedLM';

  readonly bert: BERT;
  readonly cls: BERTMaskedHead;

  constructor(config: BERTConfig) {
    super();
    this.bert = new BERT({ pooler: false, ...config });
    this.cls = new BERTMaskedHead(config);
    drawWeights(this.cls);
  }

  override forward(tokens: Tensor, call: BERTCall = {}): Tensor {
    return scoped(() => this.scores(this.bert.forward(tokens, call).hidden));
  }

  /** Logits of words from the hidden states that `bert` returned, `[N, L, E]` → `[N, L, V]`. */
  scores(hidden: Tensor): Tensor {
    return this.cls.forward(hidden, this.bert.embeddings.wordEmbeddings.weight);
  }
}

/** Sizes and settings of {@link BERTForSequenceClassification} and {@link BERTForTokenClassification}. */
export interface BERTClassifierConfig extends BERTConfig {
  /** Number of classes, default 2. */
  readonly numClasses?: number;
  /** Probability with which the features that are sorted are dropped in training, default that of `dropout`. */
  readonly classifierDropout?: number | undefined;
}

const classifierOptions: OptionTable<BERTClassifierConfig> = {
  ...bertConfigOptions,
  numClasses: 2,
  classifierDropout: 0.1,
};

/** BERT below a linear map to classes. */
abstract class BERTClassifier extends Module<Call> {
  readonly bert: BERT;
  readonly dropout: Dropout;
  readonly classifier: Linear;

  constructor(config: BERTClassifierConfig, pooler: boolean) {
    super();
    const { numClasses = 2, classifierDropout, ...rest } = checkOptions(this.kind, config, classifierOptions);
    this.bert = new BERT({ ...rest, pooler });
    this.dropout = new Dropout(classifierDropout ?? rest.dropout ?? 0.1);
    this.classifier = new Linear(rest.embedDim, numClasses);
    drawWeights(this.classifier);
  }

  /** Logits of what the body says. */
  protected classes(features: Tensor): Tensor {
    return this.classifier.forward(this.dropout.forward(features));
  }
}

/**
 * Sorts texts, or pairs of texts, into classes.
 *
 * Shape: tokens int32 `[N, L]` → logits `[N, numClasses]`.
 * @param config - As of {@link BERT}, and `numClasses` (2), `classifierDropout` (that of `dropout`).
 * @throws as {@link BERT}.
 * @example
 * const sizes = { ...bertConfigs['bert-tiny'], vocabSize: 65, embedDim: 12 };
 * const model = new BERTForSequenceClassification({ ...sizes, numClasses: 3 });
 * model.forward(tensor([[1, 2, 3]], { dtype: 'int32' })).shape; // => [1, 3]
 */
export class BERTForSequenceClassification extends BERTClassifier {
  static override readonly kind: string = 'BERTForSequenceClassification';

  constructor(config: BERTClassifierConfig) {
    super(config, true);
  }

  override forward(tokens: Tensor, call: BERTCall = {}): Tensor {
    return scoped(() => this.classes(this.bert.forward(tokens, call).pooled!));
  }
}

/**
 * Sorts each token into classes, as names of persons and places.
 *
 * Shape: tokens int32 `[N, L]` → logits `[N, L, numClasses]`.
 * @param config - As of {@link BERT}, and `numClasses` (2), `classifierDropout` (that of `dropout`).
 * @throws as {@link BERT}.
 * @example
 * const sizes = { ...bertConfigs['bert-tiny'], vocabSize: 65, embedDim: 12 };
 * const model = new BERTForTokenClassification({ ...sizes, numClasses: 5 });
 * model.forward(tensor([[1, 2, 3]], { dtype: 'int32' })).shape; // => [1, 3, 5]
 */
export class BERTForTokenClassification extends BERTClassifier {
  static override readonly kind: string = 'BERTForTokenClassification';

  constructor(config: BERTClassifierConfig) {
    super(config, false);
  }

  override forward(tokens: Tensor, call: BERTCall = {}): Tensor {
    return scoped(() => this.classes(this.bert.forward(tokens, call).hidden));
  }
}

/**
 * Finds the answer to a question in a text: where it begins and ends.
 *
 * Shape: tokens int32 `[N, L]` of question and text → logits of the first and the last token of the answer `[N, L, 2]`.
 * @param config - As of {@link BERT}.
 * @throws as {@link BERT}.
 * @example
 * const model = new BERTForQuestionAnswering({ ...bertConfigs['bert-tiny'], vocabSize: 65, embedDim: 12 });
 * model.forward(tensor([[1, 2, 3]], { dtype: 'int32' })).shape; // => [1, 3, 2]
 */
export class BERTForQuestionAnswering extends Module<Call> {
  static override readonly kind: string = 'BERTForQuestionAnswering';

  readonly bert: BERT;
  readonly qaOutputs: Linear;

  constructor(config: BERTConfig) {
    super();
    this.bert = new BERT({ ...config, pooler: false });
    this.qaOutputs = new Linear(config.embedDim, 2);
    drawWeights(this.qaOutputs);
  }

  override forward(tokens: Tensor, call: BERTCall = {}): Tensor {
    return scoped(() => this.qaOutputs.forward(this.bert.forward(tokens, call).hidden));
  }
}
