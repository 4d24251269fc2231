import { Dropout, Embedding, SpatialDropout } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import * as ops from '@neurona/tensor';
import { type Call, given } from '../call.js';
import type { FunctionRow, ModuleRow } from '../kinds/kind.js';

const F = 'torch.nn.functional';

/** `f(x, p, training)`. */
const dropout =
  (operation: (x: Tensor, probability: number) => Tensor, byDefault = true): FunctionRow =>
  (call: Call) => {
    const x = call.tensor(0);
    const probability = call.number(1, 'p', 0.5);
    return call.flag(2, 'training', byDefault) ? operation(x, probability) : x.clone();
  };

/** Group `embed_dropout`: functions. */
export const embedDropoutFunctions: Readonly<Record<string, FunctionRow>> = {
  [`${F}.embedding`]: (call) =>
    ops.embedding(
      call.tensor(0),
      call.tensor(1, 'weight'),
      given({
        paddingIndex: call.number(2, 'padding_idx'),
        scaleGradByFrequency: call.flag(5, 'scale_grad_by_freq'),
      }),
    ),
  [`${F}.embedding_bag`]: (call) => {
    const offsets = call.optionalTensor(2, 'offsets');
    const isEndGiven = call.named('include_last_offset') === true; // the last offset begins no bag
    return ops.embeddingBag(
      call.tensor(0),
      call.tensor(1, 'weight'),
      given({
        offsets: isEndGiven ? offsets?.narrow(0, 0, offsets.size - 1) : offsets,
        mode: call.named('mode') as ops.EmbeddingBagMode | undefined,
        paddingIndex: call.named('padding_idx') as number | undefined,
        scaleGradByFrequency: call.named('scale_grad_by_freq') as boolean | undefined,
        factors: call.named('per_sample_weights') as Tensor | undefined,
      }),
    );
  },
  [`${F}.dropout`]: dropout(ops.dropout),
  [`${F}.alpha_dropout`]: dropout(ops.alphaDropout, false),
};

/** Group `embed_dropout`: functions of images. */
export const imageDropouts: Readonly<Record<string, FunctionRow>> = {
  [`${F}.dropout1d`]: dropout(ops.spatialDropout),
  [`${F}.dropout2d`]: dropout(ops.spatialDropout),
  [`${F}.dropout3d`]: dropout(ops.spatialDropout),
};

/** `Dropout(p, inplace)`. */
const dropoutModule =
  (Class: typeof Dropout | typeof SpatialDropout): ModuleRow =>
  (ctor) => {
    ctor.get(1, 'inplace'); // the same numbers
    const module = new Class(ctor.number(0, 'p'));
    return { module, forward: (call) => module.forward(call.tensor(0)).clone() };
  };

/** Group `embed_dropout`: modules. */
export const embedDropoutModules: Readonly<Record<string, ModuleRow>> = {
  'torch.nn.Dropout': dropoutModule(Dropout),
  'torch.nn.Dropout1d': dropoutModule(SpatialDropout),
  'torch.nn.Dropout2d': dropoutModule(SpatialDropout),
  'torch.nn.Dropout3d': dropoutModule(SpatialDropout),
  'torch.nn.Embedding': (ctor) => {
    const module = new Embedding(
      ctor.number(0, 'num_embeddings')!,
      ctor.number(1, 'embedding_dim')!,
      given<object>({
        paddingIndex: ctor.number(2, 'padding_idx'),
        scaleGradByFrequency: ctor.flag(5, 'scale_grad_by_freq'),
      }),
    );
    return { module, forward: (call) => module.forward(call.tensor(0)) };
  },
};
