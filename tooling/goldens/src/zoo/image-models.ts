import {
  alexnet,
  convnextTiny,
  densenet121,
  efficientnetB0,
  googlenet,
  type ImageModel,
  type InvertedResidualStage,
  inceptionV3,
  lenet5,
  mobilenetV2,
  mobilenetV3Small,
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
  unet,
  type VGG,
  type VGGConfig,
  vgg11,
  vgg13,
  vgg16,
  vgg19,
  xception,
} from '@neurona/cnn';
import type { Call } from '../call.js';
import type { ZooRow } from './architectures.js';

/** A row of a network for images. */
const row =
  (make: (kwargs: Call, numClasses: number) => ImageModel): ZooRow =>
  (kwargs) => {
    const module = make(kwargs, kwargs.number(0, 'num_classes', 1000));
    return {
      module,
      logits: (images) => {
        const y = module.forward(images);
        return y.ndim === 4 ? y.permute([0, 3, 1, 2]) : y; // a class for each pixel
      },
    };
  };

const resnet = (make: (options: Partial<ResNetConfig>) => ResNet): ZooRow =>
  row((kwargs, numClasses) => {
    kwargs.named('zero_init_residual'); // how weights begin; all are filled
    return make({ numClasses });
  });

const vgg = (make: (options: Partial<VGGConfig>) => VGG, batchNorm: boolean): ZooRow =>
  row((kwargs, numClasses) => {
    const [dropout, hiddenSize] = [kwargs.number(0, 'dropout', 0.5), kwargs.number(0, 'hidden_size', 4096)]; // narrow in cases of ours
    return make({ numClasses, batchNorm, dropout, hiddenSize });
  });

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

/** Whether a network has auxiliary heads. */
const auxiliary = (kwargs: Call): boolean => kwargs.flag(0, 'aux_logits', true);

/** Networks for images by the names of torchvision, timm, and of cases whose definition stands in their generator. */
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
  'torchvision.models.googlenet': row((kwargs, numClasses) =>
    googlenet({
      numClasses,
      auxiliary: auxiliary(kwargs),
      transformInput: kwargs.flag(0, 'transform_input', false),
      dropout: kwargs.number(0, 'dropout', 0.2),
      auxiliaryDropout: kwargs.number(0, 'dropout_aux', 0.7),
    }),
  ),
  'torchvision.models.inception_v3': row((kwargs, numClasses) =>
    inceptionV3({
      numClasses,
      auxiliary: auxiliary(kwargs),
      transformInput: kwargs.flag(0, 'transform_input', false),
      dropout: kwargs.number(0, 'dropout', 0.5),
    }),
  ),
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
  'torchvision.models.mobilenet_v3_small': row((kwargs, numClasses) =>
    mobilenetV3Small({
      numClasses,
      widthMultiplier: kwargs.number(0, 'width_mult', 1),
      dropout: kwargs.number(0, 'dropout', 0.2),
    }),
  ),
  'torchvision.models.efficientnet_b0': row((kwargs, numClasses) =>
    efficientnetB0({
      numClasses,
      dropout: kwargs.number(0, 'dropout', 0.2),
      stochasticDepth: kwargs.number(0, 'stochastic_depth_prob', 0.2),
    }),
  ),
  'torchvision.models.convnext_tiny': row((kwargs, numClasses) =>
    convnextTiny({
      numClasses,
      layerScale: kwargs.number(0, 'layer_scale', 1e-6),
      stochasticDepth: kwargs.number(0, 'stochastic_depth_prob', 0.1),
    }),
  ),
  'timm.models.legacy_xception': row((kwargs, numClasses) =>
    xception({ numClasses, dropout: kwargs.number(0, 'drop_rate', 0) }),
  ),
  'golden.models.LeNet5': row((kwargs) =>
    lenet5({ numClasses: kwargs.number(0, 'num_classes', 10), padding: kwargs.number(0, 'padding', 0) }),
  ),
  'golden.models.UNet': row((kwargs) =>
    unet({
      numClasses: kwargs.number(0, 'num_classes', 2),
      width: kwargs.number(0, 'width', 64),
      depth: kwargs.number(0, 'depth', 4),
      upsampling: kwargs.flag(0, 'bilinear', false) ? 'bilinear' : 'transposed',
    }),
  ),
};
