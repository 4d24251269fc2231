import {
  BasicBlock,
  Bottleneck,
  DenseBlock,
  DenseTransition,
  densenet121,
  Fire,
  Inception,
  type InceptionWidths,
  InvertedResidual,
  mobilenetV2,
  SqueezeExcitation,
  type VGGLayers,
  vggFeatures,
} from '@neurona/cnn';
import type { Module } from '@neurona/layers';
import { scoped } from '@neurona/tensor';
import type { Call } from '../call.js';
import type { ModuleOfRow, ModuleRow } from '../kinds/kind.js';
import { TinyResNet } from '../models/tiny-resnet.js';
import { TinyUNet } from '../models/tiny-unet.js';
import { invertedResidualStages } from '../zoo/image-models.js';

/** The linear maps at the end are `[out, in]` in PyTorch. */
const isTurned = (name: string): boolean => /^(fc|classifier(\.1)?)\.weight$/.test(name);

/** A block from the numbers of its constructor. */
const block =
  (make: (size: (name: string) => number, ctor: Call) => Module): ModuleRow =>
  (ctor: Call): ModuleOfRow => {
    const module = make((name) => ctor.number(0, name)!, ctor);
    return { module, isTurned, forward: (call) => scoped(() => module.forward(call.tensor(0, 'x'))) };
  };

const strideOf = (ctor: Call): number => ctor.number(0, 'stride', 1);

/** Group `arch_blocks`: the blocks that networks for images are made of. */
export const archBlocks: Readonly<Record<string, ModuleRow>> = {
  'golden.models.basic_block': block(
    (size, ctor) => new BasicBlock(size('inplanes'), size('planes'), strideOf(ctor)),
  ),
  'golden.models.bottleneck': block(
    (size, ctor) => new Bottleneck(size('inplanes'), size('planes'), strideOf(ctor)),
  ),
  'golden.models.TinyResNet': block((size) => new TinyResNet(size('classes'))),
  'golden.models.fire': block(
    (size) => new Fire(size('inplanes'), size('squeeze'), size('expand1x1'), size('expand3x3')),
  ),
  'golden.models.inception': block(
    (size, ctor) =>
      new Inception(size('in_channels'), ctor.numbers(1, 'widths') as unknown as InceptionWidths),
  ),
  'golden.models.vgg_features': block((_size, ctor) =>
    vggFeatures(ctor.get(0, 'cfg') as VGGLayers, { batchNorm: ctor.flag(1, 'batch_norm') }),
  ),
  'golden.models.TinyUNet': block(() => new TinyUNet()),
  'golden.models.dense_block': block(
    (size) => new DenseBlock(size('num_layers'), size('inputs'), size('growth_rate'), size('bn_size')),
  ),
  'golden.models.dense_transition': block((size) => new DenseTransition(size('inputs'), size('outputs'))),
  'golden.models.tiny_densenet': block((size) =>
    densenet121({ growthRate: 4, depths: [2, 2], stemWidth: 8, bottleneck: 2, numClasses: size('classes') }),
  ),
  'golden.models.inverted_residual': block(
    (size) => new InvertedResidual(size('inp'), size('oup'), size('stride'), size('expand_ratio')),
  ),
  'golden.models.tiny_mobilenet_v2': block((size) =>
    mobilenetV2({
      layers: invertedResidualStages([
        [1, 16, 1, 1], // a quarter of them: 4 and 8 channels
        [2, 32, 2, 2],
      ]),
      widthMultiplier: 0.25,
      roundTo: 4,
      dropout: 0,
      numClasses: size('classes'),
    }),
  ),
  'golden.models.squeeze_excitation': block(
    (size) => new SqueezeExcitation(size('channels'), size('squeeze')),
  ),
};
