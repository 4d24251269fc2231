import { Dropout, Embedding } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import * as ops from '@neurona/tensor';
import { type Call, given } from '../call.js';
import type { FunctionRow, ModuleRow } from '../kinds/kind.js';

const F = 'torch.nn.functional';

/** `f(x, p, training)`. */
const dropout =
  (operation: (x: Tensor, probability: number) => Tensor): FunctionRow =>
  (call: Call) => {
    const x = call.tensor(0);
    const probability = call.number(1, 'p', 0.5);
    return call.flag(2, 'training', true) ? operation(x, probability) : x.clone();
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
  [`${F}.embedding_bag`]: (call) =>
    ops.embeddingBag(
      call.tensor(0),
      call.tensor(1, 'weight'),
      given({
        offsets: call.optionalTensor(2, 'offsets'),
        mode: call.named('mode') as ops.EmbeddingBagMode | undefined,
        paddingIndex: call.named('padding_idx') as number | undefined,
      }),
    ),
  [`${F}.dropout`]: dropout(ops.dropout),
  [`${F}.dropout2d`]: dropout(ops.spatialDropout),
  [`${F}.alpha_dropout`]: dropout(ops.alphaDropout),
};

/** Group `embed_dropout`: modules. */
export const embedDropoutModules: Readonly<Record<string, ModuleRow>> = {
  'torch.nn.Dropout': (ctor) => {
    const module = new Dropout(ctor.number(0, 'p'));
    return { module, forward: (call) => module.forward(call.tensor(0)).clone() };
  },
  'torch.nn.Embedding': (ctor) => {
    const module = new Embedding(
      ctor.number(0, 'num_embeddings')!,
      ctor.number(1, 'embedding_dim')!,
      given<object>({ paddingIndex: ctor.number(2, 'padding_idx') }),
    );
    return { module, forward: (call) => module.forward(call.tensor(0)) };
  },
};
