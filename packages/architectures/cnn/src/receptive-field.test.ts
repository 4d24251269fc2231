import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { receptiveField } from '@neurona/layers';
import { beforeAll, expect, it } from 'vitest';
import { googlenet } from './googlenet.js';
import { mobilenetV2 } from './mobilenet-v2.js';
import { resnet18 } from './resnet.js';
import { squeezenet1_1 } from './squeezenet.js';

beforeAll(async () => {
  await useBackend(wasm());
});

it.each([
  ['ResNet-18', () => resnet18({ width: 4, numClasses: 2 }), 435, 32],
  ['GoogLeNet', () => googlenet({ widthMultiplier: 1 / 16 }), 379, 32],
  ['MobileNetV2', () => mobilenetV2({ widthMultiplier: 0.25 }), 491, 32],
  ['SqueezeNet', () => squeezenet1_1(), 207, 16],
] as const)('%s sees as much as its widest branch does', (_, make, size, stride) => {
  const model = make();
  expect(receptiveField(model)).toEqual({ size: [size, size], stride: [stride, stride] });
  model.dispose();
});
