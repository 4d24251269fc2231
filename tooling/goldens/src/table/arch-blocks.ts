import { BasicBlock, Bottleneck } from '@neurona/cnn';
import type { Module } from '@neurona/layers';
import { scoped } from '@neurona/tensor';
import type { Call } from '../call.js';
import type { ModuleOfRow, ModuleRow } from '../kinds/kind.js';
import { Fire, Inception, TinyUNet, vggFeatures } from '../models/branches.js';
import { DenseBlock, DenseTransition, TinyDenseNet } from '../models/densenet.js';
import { InvertedResidual, SqueezeExcitation, TinyMobileNetV2 } from '../models/mobilenet.js';
import { TinyResNet } from '../models/resnet.js';

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
    (size, ctor) => new Inception(size('in_channels'), ctor.numbers(1, 'widths') as number[]),
  ),
  'golden.models.vgg_features': block((_size, ctor) =>
    vggFeatures(ctor.get(0, 'cfg') as readonly unknown[], ctor.flag(1, 'batch_norm')),
  ),
  'golden.models.TinyUNet': block(() => new TinyUNet()),
  'golden.models.dense_block': block(
    (size) => new DenseBlock(size('num_layers'), size('inputs'), size('growth_rate'), size('bn_size')),
  ),
  'golden.models.dense_transition': block((size) => new DenseTransition(size('inputs'), size('outputs'))),
  'golden.models.tiny_densenet': block((size) => new TinyDenseNet(size('classes'))),
  'golden.models.inverted_residual': block(
    (size) => new InvertedResidual(size('inp'), size('oup'), size('stride'), size('expand_ratio')),
  ),
  'golden.models.tiny_mobilenet_v2': block((size) => new TinyMobileNetV2(size('classes'))),
  'golden.models.squeeze_excitation': block(
    (size) => new SqueezeExcitation(size('channels'), size('squeeze')),
  ),
};
