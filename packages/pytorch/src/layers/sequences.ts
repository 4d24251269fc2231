// internal: recurrent layers and attention
import {
  GRU,
  GRUCell,
  LearnedPositions,
  LSTM,
  LSTMCell,
  MultiheadAttention,
  RNN,
  RNNCell,
  SinusoidalPositions,
  Transformer,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from '@neurona/layers';
import { call, type Python } from '../python/expression.js';
import { activationName } from './activation-name.js';
import { type LayerRow, type Place, row } from './layer-row.js';

function recurrent(module: RNN | GRU | LSTM, { isItem }: Place): Python {
  const { kind, inputSize, hiddenSize, layers, reverseLayers, dropout } = module;
  const [first] = layers;
  const projected = first!.weightHr?.shape[1] ?? 0;
  return call(
    isItem ? kind : `nn.${kind}`,
    { input_size: inputSize, hidden_size: hiddenSize },
    {
      num_layers: [layers.length, 1],
      ...(module instanceof RNN && { nonlinearity: [module.activation, 'tanh'] as const }),
      bias: [first!.biasIh !== undefined, true],
      batch_first: [true],
      dropout: [dropout, 0],
      bidirectional: [reverseLayers.length > 0, false],
      ...(module instanceof LSTM && { proj_size: [projected, 0] as const }),
    },
  );
}

const cell = (module: RNNCell | GRUCell | LSTMCell, place: Place): Python => {
  if (place.isItem) place.fail('a container has no place for the state of a single step');
  const { inputSize, hiddenSize, biasIh } = module;
  return call(
    `nn.${module.kind}`,
    { input_size: inputSize, hidden_size: hiddenSize },
    {
      bias: [biasIh !== undefined, true],
      ...(module instanceof RNNCell && { nonlinearity: [module.activation, 'tanh'] as const }),
    },
  );
};

function attention(module: MultiheadAttention, place: Place): Python {
  const { embedDim, numHeads, dropout, keyDim, valueDim, inProjBias, biasK, addZeroAttn, rotary } = module;
  if (rotary) place.fail('PyTorch has no attention with rotary positions');
  return call(
    place.isItem ? 'SelfAttention' : 'nn.MultiheadAttention',
    { embed_dim: embedDim, num_heads: numHeads },
    {
      dropout: [dropout, 0],
      bias: [inProjBias !== undefined, true],
      add_bias_kv: [biasK !== undefined, false],
      add_zero_attn: [addZeroAttn, false],
      kdim: [keyDim, embedDim],
      vdim: [valueDim, embedDim],
      batch_first: [true],
    },
  );
}

function transformerLayer(module: TransformerEncoderLayer | TransformerDecoderLayer, place: Place): Python {
  const { selfAttn, linear1, dropout, norm1, normFirst, activation } = module;
  if (selfAttn.rotary) place.fail('PyTorch has no attention with rotary positions');
  if (!linear1.bias) place.fail('PyTorch before 2.1 has no transformer layers without biases');
  const name = activationName(activation);
  if (name !== 'relu' && name !== 'gelu') place.fail('its activation is neither relu nor gelu');
  return call(
    `nn.${module.kind}`,
    { d_model: selfAttn.embedDim, nhead: selfAttn.numHeads },
    {
      dim_feedforward: [linear1.outFeatures],
      dropout: [dropout.probability, 0.1],
      activation: [name!, 'relu'],
      layer_norm_eps: [norm1.eps, 1e-5],
      batch_first: [true],
      norm_first: [normFirst, false],
    },
  );
}

const norm = (features: number, eps: number): Python =>
  call('nn.LayerNorm', { normalized_shape: features }, { eps: [eps, 1e-5] });

const stack = (
  callee: string,
  layer: string,
  module: TransformerEncoder | TransformerDecoder,
  place: Place,
): Python =>
  call(
    callee,
    { [layer]: transformerLayer(module.layers[0]!, place), num_layers: module.layers.length },
    { norm: [module.norm ? norm(module.norm.features[0]!, module.norm.eps) : null, null] },
  );

export const sequences: readonly LayerRow[] = [
  ...[RNN, GRU, LSTM].map((kind) => row(kind, recurrent)),
  ...[RNNCell, GRUCell, LSTMCell].map((kind) => row(kind, cell)),
  row(MultiheadAttention, attention),
  row(SinusoidalPositions, ({ embedDim }) => call('SinusoidalPositions', { embed_dim: embedDim })),
  row(LearnedPositions, ({ contextLength, embedDim }) =>
    call('LearnedPositions', { context_length: contextLength, embed_dim: embedDim }),
  ),
  row(TransformerEncoderLayer, transformerLayer),
  row(TransformerDecoderLayer, transformerLayer),
  row(TransformerEncoder, (module, place) => stack('nn.TransformerEncoder', 'encoder_layer', module, place)),
  row(TransformerDecoder, (module, place) => stack('nn.TransformerDecoder', 'decoder_layer', module, place)),
  row(Transformer, ({ embedDim, numHeads, encoder, decoder }, place) =>
    call(
      'nn.Transformer',
      { d_model: embedDim, nhead: numHeads },
      {
        custom_encoder: [stack('nn.TransformerEncoder', 'encoder_layer', encoder, place)],
        custom_decoder: [stack('nn.TransformerDecoder', 'decoder_layer', decoder, place)],
        batch_first: [true],
      },
    ),
  ),
];
