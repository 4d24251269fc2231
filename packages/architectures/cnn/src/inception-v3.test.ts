import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { tensor, uniform, zeros } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { auxiliaryCrossEntropy } from './image-model/auxiliary.js';
import { inceptionV3 } from './inception-v3.js';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { onShapes } from './testing/on-shapes.js';
import { torchvision } from './testing/published-facts.js';

const tiny = { widthMultiplier: 1 / 32, auxiliary: false, numClasses: 3 };

describeImageModel('InceptionV3', {
  make: () => inceptionV3({ ...tiny, dropout: 0 }),
  input: [3, 75, 75, 3],
  features: [3, 1, 1, 64],
  least: 75,
  steps: 30,
  lossLeft: 0.6,
  published: torchvision({ inception_v3: inceptionV3 }, 299),
});

describe('InceptionV3', () => {
  beforeAll(() => useBackend(wasm()));

  it('has 23,834,568 parameters without the auxiliary head', async () => {
    expect((await onShapes(() => inceptionV3({ auxiliary: false }))).parameters).toBe(23_834_568);
  });

  it('trains its auxiliary head', () => {
    const model = inceptionV3({ ...tiny, auxiliary: true });
    const x = uniform([2, 299, 299, 3]);
    const outputs = model.forwardAuxiliary(x);
    expect(outputs.auxiliary.map(({ shape }) => shape)).toEqual([[2, 3]]);
    auxiliaryCrossEntropy()(outputs, tensor([0, 2], { dtype: 'int32' })).backward();
    for (const [name, { grad }] of model.namedParameters()) expect(grad?.size, name).toBeGreaterThan(0);
    expect(failureOf(() => model.forwardAuxiliary(zeros([1, 107, 107, 3])))).toBe(
      'ShapeError: [InceptionV3] expected images of at least 299 × 299, got 107 × 107 (x has shape [1, 107, 107, 3]). Resize them first.',
    );
    expect(failureOf(() => inceptionV3(tiny).forwardAuxiliary(zeros([1, 107, 107, 3])))).toBe(
      'ArgumentError: [InceptionV3] expected an auxiliary head, got none. Make the network with { auxiliary: true }.',
    );
  });
});
