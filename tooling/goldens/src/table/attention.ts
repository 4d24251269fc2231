import {
  MultiheadAttention,
  Transformer,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from '@neurona/layers';
import { scaledDotProductAttention, sinusoidalEncoding, type Tensor } from '@neurona/tensor';
import { Call, given } from '../call.js';
import type { FunctionRow, ModuleOfRow, ModuleRow, Result } from '../kinds/kind.js';
import { camelCase } from '../kinds/load-module.js';

/** Matrices are `[out, in]` in PyTorch. */
const isTurned = (name: string): boolean => /(proj_weight|(proj|linear\d)\.weight)$/.test(name);

/** Swaps the first two axes of batches where they are PyTorch's default, time first. */
const swapper =
  (batchFirst: boolean) =>
  (x: Tensor): Tensor =>
    batchFirst || x.ndim === 2 ? x : x.permute([1, 0, 2]);

/** Settings that PyTorch's encoder and decoder layers have. */
const layerOptions = (ctor: Call) =>
  given({
    feedForwardDim: ctor.number(2, 'dim_feedforward'),
    dropout: ctor.number(3, 'dropout'),
    activation: ctor.text(4, 'activation') as 'relu' | 'gelu' | undefined,
    eps: ctor.number(5, 'layer_norm_eps'),
    normFirst: ctor.flag(7, 'norm_first'),
  });

const sizes = (ctor: Call): [embedDim: number, numHeads: number] => [
  ctor.number(0, 'd_model')!,
  ctor.number(1, 'nhead')!,
];

/** A stack of layers, whose settings come as a record. */
const stack = (ctor: Call) => {
  const layer = new Call([], ctor.record('layer'));
  const batchFirst = layer.flag(6, 'batch_first');
  const options = { ...layerOptions(layer), finalNorm: ctor.flag(2, 'final_norm') };
  return {
    sizes: sizes(layer),
    numLayers: ctor.number(1, 'num_layers')!,
    options,
    swap: swapper(batchFirst),
  };
};

/** A mask of a layer: PyTorch's boolean masks are true where attention is forbidden, ours where it is allowed. */
const maskOf = (call: Call, at: number, name: string): Tensor | undefined => {
  const mask = call.optionalTensor(at, name);
  return mask?.dtype === 'bool' ? mask.logicalNot() : mask;
};

const encoding = (call: Call) => ({
  mask: maskOf(call, 1, 'src_mask'),
  keyPaddingMask: maskOf(call, 2, 'src_key_padding_mask'),
});

const decoding = (call: Call) => ({
  mask: maskOf(call, 2, 'tgt_mask'),
  memoryMask: maskOf(call, 3, 'memory_mask'),
  keyPaddingMask: maskOf(call, 4, 'tgt_key_padding_mask'),
  memoryKeyPaddingMask: maskOf(call, 5, 'memory_key_padding_mask'),
});

const encoder = (
  module: TransformerEncoder | TransformerEncoderLayer,
  swap: (x: Tensor) => Tensor,
): ModuleOfRow => ({
  module,
  isTurned,
  nameOf,
  forward: (call) => swap(module.forward(swap(call.tensor(0, 'src')), encoding(call))),
});

const decoder = (
  module: TransformerDecoder | TransformerDecoderLayer,
  swap: (x: Tensor) => Tensor,
): ModuleOfRow => ({
  module,
  isTurned,
  nameOf,
  forward: (call) =>
    swap(module.forward(swap(call.tensor(0, 'tgt')), swap(call.tensor(1, 'memory')), decoding(call))),
});

/** PyTorch's names in camel case, without the name of the model around a stack. */
const nameOf = (name: string): string => camelCase(name.replace(/^stack\./, ''));

/** Group `attention`: functions. */
export const attentionFunctions: Readonly<Record<string, FunctionRow>> = {
  'golden.models.scaled_dot_product_attention': (call) =>
    scaledDotProductAttention(call.tensor(0, 'q'), call.tensor(1, 'k'), call.tensor(2, 'v'), {
      mask: call.optionalTensor(3, 'mask'),
      causal: call.flag(4, 'is_causal'),
    }),
  'golden.models.sinusoidal_encoding': (call) =>
    sinusoidalEncoding(call.number(0, 'length')!, call.number(1, 'dim')!),
  'golden.models.add_sinusoidal_encoding': (call) => {
    const x = call.tensor(0, 'x');
    return x.add(sinusoidalEncoding(x.shape[1]!, x.shape[2]!));
  },
};

/** Group `attention`: modules. */
export const attentionModules: Readonly<Record<string, ModuleRow>> = {
  'torch.nn.MultiheadAttention': (ctor) => {
    const module = new MultiheadAttention(
      ctor.number(0, 'embed_dim')!,
      ctor.number(1, 'num_heads')!,
      given({
        dropout: ctor.number(2, 'dropout'),
        bias: ctor.flag(3, 'bias', true),
        addBiasKV: ctor.flag(4, 'add_bias_kv'),
        addZeroAttn: ctor.flag(5, 'add_zero_attn'),
        keyDim: ctor.number(6, 'kdim'),
        valueDim: ctor.number(7, 'vdim'),
      }),
    );
    const swap = swapper(ctor.flag(8, 'batch_first'));
    const forward = (call: Call): Result => {
      const [query, key, value] = [call.tensor(0, 'query'), call.tensor(1, 'key'), call.tensor(2, 'value')];
      const isSelf = key === query && value === query;
      const { output, weights } = module.forward(swap(query), {
        ...(isSelf ? {} : { key: swap(key), value: swap(value) }),
        keyPaddingMask: maskOf(call, 3, 'key_padding_mask'),
        mask: maskOf(call, 5, 'attn_mask'),
        weights: call.flag(4, 'need_weights', true)
          ? call.flag(6, 'average_attn_weights', true)
            ? 'mean'
            : 'perHead'
          : undefined,
      });
      return [swap(output), weights];
    };
    return { module, isTurned, forward };
  },
  'torch.nn.TransformerEncoderLayer': (ctor) =>
    encoder(
      new TransformerEncoderLayer(...sizes(ctor), layerOptions(ctor)),
      swapper(ctor.flag(6, 'batch_first')),
    ),
  'torch.nn.TransformerDecoderLayer': (ctor) =>
    decoder(
      new TransformerDecoderLayer(...sizes(ctor), layerOptions(ctor)),
      swapper(ctor.flag(6, 'batch_first')),
    ),
  'golden.models.EncoderStack': (ctor) => {
    const { sizes, numLayers, options, swap } = stack(ctor);
    return encoder(new TransformerEncoder(...sizes, numLayers, options), swap);
  },
  'golden.models.DecoderStack': (ctor) => {
    const { sizes, numLayers, options, swap } = stack(ctor);
    return decoder(new TransformerDecoder(...sizes, numLayers, options), swap);
  },
  'torch.nn.Transformer': (ctor) => {
    const counts = given({
      numEncoderLayers: ctor.number(2, 'num_encoder_layers'),
      numDecoderLayers: ctor.number(3, 'num_decoder_layers'),
    });
    const module = new Transformer(...sizes(ctor), { ...layerOptions(ctor), ...counts });
    const swap = swapper(ctor.flag(10, 'batch_first'));
    const forward = (call: Call): Tensor =>
      swap(
        module.forward(swap(call.tensor(0, 'src')), swap(call.tensor(1, 'tgt')), {
          sourceMask: maskOf(call, 2, 'src_mask'),
          mask: maskOf(call, 3, 'tgt_mask'),
          memoryMask: maskOf(call, 4, 'memory_mask'),
          sourceKeyPaddingMask: maskOf(call, 5, 'src_key_padding_mask'),
          keyPaddingMask: maskOf(call, 6, 'tgt_key_padding_mask'),
          memoryKeyPaddingMask: maskOf(call, 7, 'memory_key_padding_mask'),
        }),
      );
    return { module, isTurned, forward };
  },
};
