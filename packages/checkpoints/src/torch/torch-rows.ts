// internal: PyTorch's layouts by kind of module; a new layer whose tensors differ adds a row
import {
  type AnyModule,
  BatchNorm1d,
  Bilinear,
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  GRUCell,
  LayerNorm,
  LayerScale,
  Linear,
  LSTMCell,
  MultiheadAttention,
  RecurrentDirection,
  RNNCell,
} from '@neurona/layers';
import {
  eachChannel,
  flatImage,
  kernel,
  type Layout,
  lastFirst,
  same,
  transposedKernel,
  turned,
} from './axis-plan.js';
import type { FlatImages } from './flat-images.js';

/** How tensors directly inside a module stand to PyTorch's. */
export interface TorchRow {
  /** Layout of a field; those that are not named are the same in both. */
  readonly layouts?: (module: AnyModule, flat: FlatImages) => Readonly<Record<string, Layout>>;
  /** PyTorch's name from the module's path and a field's, both in PyTorch's case; by default one behind the other. */
  readonly nameOf?: (path: string, field: string) => string;
}

const convolution: TorchRow = { layouts: () => ({ weight: kernel }) };

const transposed: TorchRow = {
  layouts: (module) => {
    const { groups = 1 } = (module as ConvTranspose1d | ConvTranspose2d | ConvTranspose3d).options;
    return { weight: transposedKernel(groups) };
  },
};

const gates = { weightIh: turned(), weightHh: turned(), weightHr: turned() };

const cell: TorchRow = { layouts: () => gates };

const rows = new Map<unknown, TorchRow>([
  [
    Linear,
    {
      layouts: (_module, { inputs, outputs }) => ({
        weight: turned(inputs, outputs),
        bias: flatImage(outputs),
      }),
    },
  ],
  [Bilinear, { layouts: () => ({ weight: lastFirst }) }],
  [Conv1d, convolution],
  [Conv2d, convolution],
  [Conv3d, convolution],
  [ConvTranspose1d, transposed],
  [ConvTranspose2d, transposed],
  [ConvTranspose3d, transposed],
  [
    BatchNorm1d,
    {
      layouts: (_module, { inputs }) => {
        const flat = flatImage(inputs);
        return { weight: flat, bias: flat, runningMean: flat, runningVar: flat };
      },
    },
  ],
  [
    LayerNorm,
    {
      layouts: (module, { inputs }) => {
        const { features } = module as LayerNorm; // over an image, [H, W, C]
        const layout = features.length >= 3 ? lastFirst : flatImage(inputs);
        return features.length === 2 ? {} : { weight: layout, bias: layout };
      },
    },
  ],
  [
    LayerScale, // a parameter of the block itself, in torchvision for images with channels first
    { layouts: () => ({ weight: eachChannel }), nameOf: (path) => path },
  ],
  [RNNCell, cell],
  [GRUCell, cell],
  [LSTMCell, cell],
  [
    RecurrentDirection, // `layers.1` or `reverseLayers.1` of a recurrent layer
    {
      ...cell,
      nameOf: (path, field) =>
        `${path}.${field}`.replace(
          /(^|\.)(reverse_)?layers\.(\d+)\.(\w+)$/,
          (_, before: string, reverse: string | undefined, k: string, name: string) =>
            `${before}${name}_l${k}${reverse ? '_reverse' : ''}`,
        ),
    },
  ],
  [
    MultiheadAttention,
    {
      layouts: () => ({
        inProjWeight: turned(),
        qProjWeight: turned(),
        kProjWeight: turned(),
        vProjWeight: turned(),
      }),
    },
  ],
]);

/** The row of a module's class, or of the class that it extends. */
export function rowOf(module: AnyModule): TorchRow {
  for (let at = Object.getPrototypeOf(module); at; at = Object.getPrototypeOf(at)) {
    const row = rows.get(at.constructor);
    if (row) return row;
  }
  return {};
}

/** The layout of a field of a module. */
export const layoutOf = (module: AnyModule, field: string, flat: FlatImages): Layout =>
  rowOf(module).layouts?.(module, flat)[field] ?? same;
