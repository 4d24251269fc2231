import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { crossEntropy } from '@neurona/layers';
import { tensor, uniform, zeros } from '@neurona/tensor';
import { expectClose } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { googlenet } from './googlenet.js';
import { auxiliaryCrossEntropy, WithAuxiliary } from './image-model/auxiliary.js';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { onShapes } from './testing/on-shapes.js';
import { torchvision } from './testing/published-facts.js';

const tiny = { widthMultiplier: 1 / 16, auxiliary: false, numClasses: 3 };

describeImageModel('GoogLeNet', {
  make: () => googlenet({ ...tiny, dropout: 0 }),
  input: [4, 32, 32, 3],
  features: [4, 1, 1, 64],
  least: 15,
  steps: 30,
  lossLeft: 0.5,
  published: torchvision({ googlenet }),
});

describe('GoogLeNet', () => {
  beforeAll(() => useBackend(wasm()));

  it('has 6,624,904 parameters without auxiliary heads', async () => {
    expect((await onShapes(() => googlenet({ auxiliary: false }))).parameters).toBe(6_624_904);
  });

  it('trains its auxiliary heads through WithAuxiliary', async () => {
    const model = googlenet({ ...tiny, auxiliary: true });
    const { logits, auxiliary } = new WithAuxiliary(model).forward(uniform([2, 32, 32, 3]));
    expect([logits, ...auxiliary].map(({ shape }) => shape)).toEqual([
      [2, 3],
      [2, 3],
      [2, 3],
    ]);
    const targets = tensor([0, 2], { dtype: 'int32' });
    auxiliaryCrossEntropy()({ logits, auxiliary }, targets).backward();
    const alone = await auxiliaryCrossEntropy()(logits, targets).item(); // as in evaluation
    expect(alone).toBe(await crossEntropy(logits, targets).item());
    expect(failureOf(() => auxiliaryCrossEntropy(-1))).toContain('expected a weight of at least 0, got -1');
    for (const [name, { grad }] of model.namedParameters()) expect(grad?.size, name).toBeGreaterThan(0);
    model.resetClassifier(5);
    expect(model.forwardAuxiliary(uniform([2, 32, 32, 3])).auxiliary[1]!.shape).toEqual([2, 5]);
    expect(failureOf(() => googlenet(tiny).forwardAuxiliary(zeros([1, 32, 32, 3])))).toBe(
      'ArgumentError: [GoogLeNet] expected auxiliary heads, got none. Make the network with { auxiliary: true }.',
    );
  });

  it('transforms images that were standardised by ImageNet into what the published weights expect', async () => {
    const model = googlenet(tiny).eval();
    const transforming = googlenet({ ...tiny, transformInput: true }).eval();
    transforming.loadStateDict(model.stateDict());
    const x = uniform([1, 32, 32, 3]);
    const mean = tensor([0.485, 0.456, 0.406]);
    const std = tensor([0.229, 0.224, 0.225]);
    const standardised = x.sub(mean).div(std);
    const expected = await model.forward(x.sub(0.5).div(0.5)).data();
    expectClose(await transforming.forward(standardised).data(), expected);
    expect(failureOf(() => googlenet({ ...tiny, transformInput: true, inChannels: 1 }))).toBe(
      'ArgumentError: [GoogLeNet] expected inChannels 3 with transformInput, got 1. Pass { transformInput: false }, and standardise the images by yourself.',
    );
  });
});
