import * as layers from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import * as ops from '@neurona/tensor';
import { type Call, given } from '../call.js';
import type { FunctionRow } from '../kinds/kind.js';
import { channelsLast } from './channels.js';

const F = 'torch.nn.functional';

/** `reduction`, by name. */
const reduction = (call: Call) => ({ reduction: call.named('reduction') as layers.Reduction | undefined });

const number = (call: Call, name: string): number | undefined => call.named(name) as number | undefined;
const flag = (call: Call, name: string): boolean | undefined => call.named(name) as boolean | undefined;

/** `f(input, target, reduction)`. */
const plain =
  (loss: (outputs: Tensor, targets: Tensor, options: layers.LossOptions) => Tensor): FunctionRow =>
  (call) =>
    loss(call.tensor(0), call.tensor(1, 'target'), given(reduction(call)));

/** `weight, ignore_index, reduction`; PyTorch ignores -100 unless told otherwise. */
const classOptions = (call: Call): layers.ClassLossOptions =>
  given({
    weight: call.optionalTensor(2, 'weight'),
    ignoreIndex: number(call, 'ignore_index') ?? -100,
    ...reduction(call),
  });

const margin = (call: Call) => ({ margin: number(call, 'margin') });

/** Group `losses`. */
export const losses: Readonly<Record<string, FunctionRow>> = {
  [`${F}.mse_loss`]: plain(layers.mse),
  [`${F}.l1_loss`]: plain(layers.mae),
  [`${F}.smooth_l1_loss`]: (call) =>
    layers.smoothL1(
      call.tensor(0),
      call.tensor(1, 'target'),
      given({ beta: number(call, 'beta'), ...reduction(call) }),
    ),
  [`${F}.huber_loss`]: (call) =>
    layers.huber(
      call.tensor(0),
      call.tensor(1, 'target'),
      given({
        delta: call.number(3, 'delta'),
        reduction: call.text(2, 'reduction') as layers.Reduction | undefined,
      }),
    ),
  [`${F}.cross_entropy`]: (call) => {
    const targets = call.tensor(1, 'target');
    const { ignoreIndex, ...options } = classOptions(call);
    const areClasses = targets.dtype === 'int32';
    return layers.crossEntropy(channelsLast(call.tensor(0)), areClasses ? targets : channelsLast(targets), {
      ...options,
      ...(areClasses && { ignoreIndex }),
      ...given({ labelSmoothing: number(call, 'label_smoothing') }),
    });
  },
  [`${F}.nll_loss`]: (call) =>
    layers.nll(channelsLast(call.tensor(0)), call.tensor(1, 'target'), classOptions(call)),
  [`${F}.binary_cross_entropy`]: (call) =>
    layers.bce(
      call.tensor(0),
      call.tensor(1, 'target'),
      given({ weight: call.optionalTensor(2, 'weight'), ...reduction(call) }),
    ),
  [`${F}.binary_cross_entropy_with_logits`]: (call) => {
    const weight = call.optionalTensor(2, 'weight');
    const posWeight = call.named('pos_weight') as Tensor | undefined;
    return layers.bceWithLogits(
      call.tensor(0),
      call.tensor(1, 'target'),
      given({ weight, posWeight, ...reduction(call) }),
    );
  },
  [`${F}.kl_div`]: (call) => {
    const amount = call.named('reduction');
    return layers.klDivergence(
      call.tensor(0),
      call.tensor(1, 'target'),
      given<layers.KLDivergenceOptions>({
        reduction: amount === 'batchmean' ? 'batchMean' : (amount as layers.Reduction | undefined),
        logTarget: flag(call, 'log_target'),
      }),
    );
  },
  [`${F}.hinge_embedding_loss`]: (call) =>
    layers.hingeEmbedding(
      call.tensor(0),
      call.tensor(1, 'target'),
      given({ ...margin(call), ...reduction(call) }),
    ),
  [`${F}.soft_margin_loss`]: plain(layers.softMargin),
  [`${F}.margin_ranking_loss`]: (call) =>
    layers.marginRanking(
      call.tensor(0, 'input1'),
      call.tensor(1, 'input2'),
      call.tensor(2, 'target'),
      given({ ...margin(call), ...reduction(call) }),
    ),
  [`${F}.multi_margin_loss`]: (call) =>
    layers.multiMargin(
      call.tensor(0),
      call.tensor(1, 'target'),
      given({
        p: call.named('p') as 1 | 2 | undefined,
        weight: call.named('weight') as Tensor | undefined,
        ...margin(call),
        ...reduction(call),
      }),
    ),
  [`${F}.multilabel_soft_margin_loss`]: (call) =>
    layers.multilabelSoftMargin(
      call.tensor(0),
      call.tensor(1, 'target'),
      given({ weight: call.named('weight') as Tensor | undefined, ...reduction(call) }),
    ),
  [`${F}.cosine_embedding_loss`]: (call) =>
    layers.cosineEmbedding(
      call.tensor(0, 'input1'),
      call.tensor(1, 'input2'),
      call.tensor(2, 'target'),
      given({ ...margin(call), ...reduction(call) }),
    ),
  [`${F}.triplet_margin_loss`]: (call) =>
    layers.tripletMargin(
      call.tensor(0, 'anchor'),
      call.tensor(1, 'positive'),
      call.tensor(2, 'negative'),
      given({
        p: number(call, 'p'),
        eps: number(call, 'eps'),
        swap: flag(call, 'swap'),
        ...margin(call),
        ...reduction(call),
      }),
    ),
  [`${F}.poisson_nll_loss`]: (call) =>
    layers.poissonNLL(
      call.tensor(0),
      call.tensor(1, 'target'),
      given({
        logInput: flag(call, 'log_input'),
        full: flag(call, 'full'),
        eps: number(call, 'eps'),
        ...reduction(call),
      }),
    ),
  [`${F}.gaussian_nll_loss`]: (call) => {
    const x = call.tensor(0);
    const variance = call.tensor(2, 'var');
    return layers.gaussianNLL(
      x,
      call.tensor(1, 'target'),
      variance.ndim < x.ndim ? variance.unsqueeze(-1) : variance, // one for each example
      given({ full: flag(call, 'full'), eps: number(call, 'eps'), ...reduction(call) }),
    );
  },
  [`${F}.cosine_similarity`]: (call) =>
    ops.cosineSimilarity(
      call.tensor(0, 'x1'),
      call.tensor(1, 'x2'),
      given({ axis: call.number(2, 'dim', 1), eps: call.number(3, 'eps') }),
    ),
  [`${F}.pairwise_distance`]: (call) =>
    ops.pairwiseDistance(
      call.tensor(0, 'x1'),
      call.tensor(1, 'x2'),
      given({ p: call.number(2, 'p'), eps: call.number(3, 'eps'), keepDims: call.flag(4, 'keepdim') }),
    ),
};
