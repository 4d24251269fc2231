import {
  type ImageModel,
  type ImageModelOptions,
  resnet18,
  resnet34,
  resnet50,
  resnet101,
} from '@neurona/cnn';
import type { ZooRow } from './architectures.js';

/** A classifier of images whose only argument is the number of classes. */
const classifier =
  (make: (options: ImageModelOptions) => ImageModel): ZooRow =>
  (kwargs) => {
    const module = make({ numClasses: kwargs.number(0, 'num_classes', 1000) });
    return { module, logits: (images) => module.forward(images) };
  };

/** torchvision's classifiers of images. */
export const imageClassifiers: Readonly<Record<string, ZooRow>> = {
  'torchvision.models.resnet18': classifier(resnet18),
  'torchvision.models.resnet34': classifier(resnet34),
  'torchvision.models.resnet50': classifier(resnet50),
  'torchvision.models.resnet101': classifier(resnet101),
};
