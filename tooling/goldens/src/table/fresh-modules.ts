import {
  Bilinear,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  EmbeddingBag,
  GroupNorm,
  Linear,
  PReLU,
} from '@neurona/layers';
import { type Call, given } from '../call.js';
import type { NamedModule } from '../kinds/load-module.js';
import { attentionModules } from './attention.js';
import { convModules } from './conv.js';
import { embedDropoutModules } from './embed-dropout.js';
import { normModules } from './norm.js';
import { rnnModules } from './rnn.js';
import { pair, type Sizes, single, triple } from './sizes.js';

/** A module from PyTorch's constructor, of which only the parameters are checked. */
type FreshRow = (ctor: Call) => NamedModule;

const number = (ctor: Call, name: string): number => ctor.number(0, name)!;

const bias = (ctor: Call): { readonly bias: boolean } => ({ bias: ctor.flag(0, 'bias', true) });

const channels = (ctor: Call): [number, number] => [
  number(ctor, 'in_channels'),
  number(ctor, 'out_channels'),
];

const kernel = <T>(ctor: Call, form: (value: Sizes) => T): T => form(ctor.numbers(0, 'kernel_size')!);

/** Settings of a transposed convolution that affect its parameters. */
const transposed = (ctor: Call) => ({
  ...bias(ctor),
  ...given({ groups: ctor.number(0, 'groups'), stride: ctor.number(0, 'stride') }),
});

/** Modules of the cases of default initialisation. */
export const freshModules: Readonly<Record<string, FreshRow>> = {
  ...convModules,
  ...embedDropoutModules,
  ...normModules,
  ...rnnModules,
  ...attentionModules,
  'torch.nn.Linear': (ctor) => ({
    module: new Linear(number(ctor, 'in_features'), number(ctor, 'out_features'), bias(ctor)),
  }),
  'torch.nn.Bilinear': (ctor) => ({
    module: new Bilinear(
      number(ctor, 'in1_features'),
      number(ctor, 'in2_features'),
      number(ctor, 'out_features'),
      bias(ctor),
    ),
  }),
  'torch.nn.ConvTranspose1d': (ctor) => ({
    module: new ConvTranspose1d(...channels(ctor), kernel(ctor, single), transposed(ctor)),
  }),
  'torch.nn.ConvTranspose2d': (ctor) => ({
    module: new ConvTranspose2d(...channels(ctor), kernel(ctor, pair), transposed(ctor)),
  }),
  'torch.nn.ConvTranspose3d': (ctor) => ({
    module: new ConvTranspose3d(...channels(ctor), kernel(ctor, triple), transposed(ctor)),
  }),
  'torch.nn.EmbeddingBag': (ctor) => ({
    module: new EmbeddingBag(number(ctor, 'num_embeddings'), number(ctor, 'embedding_dim')),
  }),
  'torch.nn.GroupNorm': (ctor) => ({
    module: new GroupNorm(number(ctor, 'num_groups'), number(ctor, 'num_channels')),
  }),
  'torch.nn.PReLU': (ctor) => ({
    module: new PReLU(
      given({ numParameters: ctor.number(0, 'num_parameters'), init: ctor.number(0, 'init') }),
    ),
  }),
};
