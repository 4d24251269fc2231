import {
  alexnet,
  densenet121,
  type ImageModel,
  type InvertedResidualStage,
  mobilenetV2,
  type ResNet,
  type ResNetConfig,
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  type SqueezeNet,
  type SqueezeNetConfig,
  squeezenet1_0,
  squeezenet1_1,
  type VGG,
  type VGGConfig,
  vgg11,
  vgg13,
  vgg16,
  vgg19,
} from '@neurona/cnn';
import type { Call } from '../call.js';
import type { ZooRow } from './architectures.js';

/** A row of a network for images. */
const row =
  (make: (kwargs: Call, numClasses: number) => ImageModel): ZooRow =>
  (kwargs) => {
    const module = make(kwargs, kwargs.number(0, 'num_classes', 1000));
    return { module, logits: (images) => module.forward(images) };
  };

const resnet = (make: (options: Partial<ResNetConfig>) => ResNet): ZooRow =>
  row((kwargs, numClasses) => {
    kwargs.named('zero_init_residual'); // how weights begin; all are filled
    return make({ numClasses });
  });

const vgg = (make: (options: Partial<VGGConfig>) => VGG, batchNorm: boolean): ZooRow =>
  row((kwargs, numClasses) => make({ numClasses, batchNorm, dropout: kwargs.number(0, 'dropout', 0.5) }));

const squeezenet = (make: (options: Partial<SqueezeNetConfig>) => SqueezeNet): ZooRow =>
  row((kwargs, numClasses) => make({ numClasses, dropout: kwargs.number(0, 'dropout', 0.5) }));

/** Rows of MobileNetV2's stages: how much wider, channels, blocks, stride. */
export const invertedResidualStages = (
  rows: readonly (readonly number[])[],
): readonly InvertedResidualStage[] =>
  rows.map(([expandRatio, channels, depth, stride]) => ({
    expandRatio: expandRatio!,
    channels: channels!,
    depth: depth!,
    stride: stride!,
  }));

const numbers = (kwargs: Call, name: string): readonly number[] | undefined =>
  kwargs.has(name) ? (kwargs.named(name) as readonly number[]) : undefined;

/** Networks for images by torchvision's names. */
export const imageModels: Readonly<Record<string, ZooRow>> = {
  'torchvision.models.alexnet': row((kwargs, numClasses) =>
    alexnet({ numClasses, dropout: kwargs.number(0, 'dropout', 0.5) }),
  ),
  'torchvision.models.vgg11': vgg(vgg11, false),
  'torchvision.models.vgg13': vgg(vgg13, false),
  'torchvision.models.vgg16': vgg(vgg16, false),
  'torchvision.models.vgg19': vgg(vgg19, false),
  'torchvision.models.vgg11_bn': vgg(vgg11, true),
  'torchvision.models.vgg13_bn': vgg(vgg13, true),
  'torchvision.models.vgg16_bn': vgg(vgg16, true),
  'torchvision.models.vgg19_bn': vgg(vgg19, true),
  'torchvision.models.resnet18': resnet(resnet18),
  'torchvision.models.resnet34': resnet(resnet34),
  'torchvision.models.resnet50': resnet(resnet50),
  'torchvision.models.resnet101': resnet(resnet101),
  'torchvision.models.densenet121': row((kwargs, numClasses) => {
    kwargs.named('memory_efficient'); // computes the same
    const depths = numbers(kwargs, 'block_config');
    return densenet121({
      numClasses,
      growthRate: kwargs.number(0, 'growth_rate', 32),
      stemWidth: kwargs.number(0, 'num_init_features', 64),
      bottleneck: kwargs.number(0, 'bn_size', 4),
      dropout: kwargs.number(0, 'drop_rate', 0),
      ...(depths && { depths }),
    });
  }),
  'torchvision.models.squeezenet1_0': squeezenet(squeezenet1_0),
  'torchvision.models.squeezenet1_1': squeezenet(squeezenet1_1),
  'torchvision.models.mobilenet_v2': row((kwargs, numClasses) => {
    const settings = kwargs.named('inverted_residual_setting') as readonly (readonly number[])[] | undefined;
    return mobilenetV2({
      numClasses,
      widthMultiplier: kwargs.number(0, 'width_mult', 1),
      roundTo: kwargs.number(0, 'round_nearest', 8),
      dropout: kwargs.number(0, 'dropout', 0.2),
      ...(settings && { layers: invertedResidualStages(settings) }),
    });
  }),
};
