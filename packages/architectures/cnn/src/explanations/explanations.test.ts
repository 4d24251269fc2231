import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Conv2d, Dropout, GlobalAvgPool, Linear, MaxPool2d, ReLU, Sequential } from '@neurona/layers';
import { noGrad, type Tensor, tensor, uniform, zeros } from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import fixture from '../../fixtures/explanations.json' with { type: 'json' };
import { resnet18 } from '../resnet.js';
import { failureOf } from '../testing/failure-of.js';
import { giveWeights, tensorOf } from '../testing/fixture-values.js';
import { gradCAM } from './grad-cam.js';
import { occlusionMap } from './occlusion-map.js';
import { saliencyMap } from './saliency-map.js';

const network = (): Sequential =>
  giveWeights(
    new Sequential(
      new Conv2d(2, 3, 3, { padding: 1 }),
      new ReLU(),
      new MaxPool2d(2),
      new Conv2d(3, 4, 3, { padding: 1 }),
      new ReLU(),
      new GlobalAvgPool(),
      new Linear(4, 3),
    ),
    fixture.weights,
  );

describe('explanations of a classifier', () => {
  forEachBackend(() => {
    it.each([
      ['the predicted classes', undefined, 0],
      ['given classes', [2, 0], 1],
    ] as const)('has the maps that PyTorch computes for %s', async (_, list, i) => {
      const [model, x] = [network(), tensorOf(fixture.images)];
      const classes = list && { classes: list };
      const maps: readonly (readonly [Tensor, { readonly values: readonly number[] }])[] = [
        [gradCAM(model, x, { layer: '4', ...classes }), fixture.gradCAM[i]!],
        [saliencyMap(model, x, { ...classes }), fixture.saliency[i]!],
        [occlusionMap(model, x, { windowSize: 3, stride: 2, fill: 0.5, ...classes }), fixture.occlusion[i]!],
        [
          occlusionMap(model, x, { windowSize: 3, stride: 2, fill: 0.5, batchSize: 5, ...classes }),
          fixture.occlusion[i]!,
        ],
      ];
      for (const [map, { values }] of maps) {
        expect(map.shape).toEqual([2, 8, 6]);
        expect(map.requiresGrad).toBe(false);
        expectClose(await map.data(), values);
      }
    });
  });

  describe('on the cpu', () => {
    beforeAll(() => useBackend(cpu()));

    const explanations = { gradCAM, saliencyMap, occlusionMap } as const;

    it('takes one class for all images, or a tensor of classes', async () => {
      const [model, x] = [network(), tensorOf(fixture.images)];
      const one = await saliencyMap(model, x, { classes: 2 }).data();
      const each = await saliencyMap(model, x, { classes: tensor([2, 2], { dtype: 'int32' }) }).data();
      expect(one).toEqual(each);
    });

    it.each(Object.entries(explanations))(
      '%s leaves the network as it was, frozen or not, with or without recording',
      async (_, explain) => {
        const model = resnet18({ width: 4, numClasses: 3 });
        model.layer1.eval();
        const x = uniform([2, 32, 32, 3]);
        const [before, memory] = [await model.bn1.runningMean!.data(), liveMemory()];
        const first = explain(model, x, { classes: 1 });
        const second = noGrad(() => explain(model.freeze(), x, { classes: 1 }));
        expect(await second.data()).toEqual(await first.data());
        expect([first.shape, first.requiresGrad, x.requiresGrad]).toEqual([[2, 32, 32], false, false]);
        expect([model.training, model.layer1.training, model.layer4.training]).toEqual([true, false, true]);
        expect(await model.bn1.runningMean!.data()).toEqual(before);
        expect(model.parameters().some(({ grad }) => grad)).toBe(false);
        first.dispose();
        second.dispose();
        expect(liveMemory()).toEqual(memory);
      },
    );

    it('looks at the features of a network for images, or at any layer', async () => {
      const model = resnet18({ width: 4, numClasses: 3 });
      const x = uniform([1, 64, 64, 3]);
      const features = await gradCAM(model, x).data();
      expect(await gradCAM(model, x, { layer: 'layer4' }).data()).toEqual(features);
      expect(gradCAM(model, x, { layer: 'layer2.0' }).shape).toEqual([1, 64, 64]);
    });

    it('drops nothing, though the network is in training mode', async () => {
      const model = new Sequential(new Dropout(0.9), ...network().layers);
      const maps = [
        saliencyMap(model, tensorOf(fixture.images)),
        saliencyMap(model, tensorOf(fixture.images)),
      ];
      expect(await maps[0]!.data()).toEqual(await maps[1]!.data());
    });

    it.each(Object.entries(explanations))('%s names what it expects', (name, explain) => {
      const [model, x] = [network(), tensorOf(fixture.images)];
      const layer = name === 'gradCAM' ? { layer: '4' } : {};
      expect(failureOf(() => explain(model, zeros([8, 6, 2]), layer))).toBe(
        `ShapeError: [${name}] expected images [N, H, W, C], got [8, 6, 2]. One image is a batch of one: x.unsqueeze(0).`,
      );
      expect(failureOf(() => explain(model, x.cast('int32'), layer))).toBe(
        `DTypeError: [${name}] expected images of float32, as their gradient is computed, got int32. Divide bytes by 255.`,
      );
      expect(failureOf(() => explain(model, x, { classes: 3, ...layer }))).toBe(
        `ArgumentError: [${name}] expected a class from 0 to 2, got 3.`,
      );
      expect(failureOf(() => explain(model, x, { classes: [1], ...layer }))).toBe(
        `ArgumentError: [${name}] expected classes to be one class, or 2, one for each image, got [1].`,
      );
      expect(failureOf(() => explain(model, x, { classes: zeros([2]), ...layer }))).toBe(
        `ShapeError: [${name}] expected classes int32 [2], one for each image, got float32 [2].`,
      );
      const maps = new Sequential(...network().layers.slice(0, 5));
      expect(failureOf(() => explain(maps, x, { classes: 0, ...layer }))).toBe(
        `ShapeError: [${name}] expected a model whose output is logits [N, K], got an output of shape [2, 4, 3, 4]. Wrap a model of another output in a Module that returns one score a class.`,
      );
      expect(model.training).toBe(true);
    });

    it('names layers that Grad-CAM can look at', () => {
      const [model, x] = [network(), tensorOf(fixture.images)];
      expect(failureOf(() => gradCAM(model, x))).toBe(
        'ArgumentError: [gradCAM] expected the path of a layer, got undefined (Sequential is no ImageModel). Pass { layer }: the last one whose output still has rows and columns. Paths are those of model.namedModules().',
      );
      expect(failureOf(() => gradCAM(model, x, { layer: '5' }))).toBe(
        'ShapeError: [gradCAM] expected a layer whose output is [N, h, w, C], got [2, 4] (5). Choose one before pooling and flattening.',
      );
    });

    it('names squares that an occlusion map can use', () => {
      const [model, x] = [network(), tensorOf(fixture.images)];
      expect(failureOf(() => occlusionMap(model, x, { windowSize: 7 }))).toBe(
        "ArgumentError: [occlusionMap] expected windowSize to be at most 6, the images' shorter side, got 7.",
      );
      expect(failureOf(() => occlusionMap(model, x, { windowSize: 2, stride: 3 }))).toBe(
        'ArgumentError: [occlusionMap] expected stride to be at most the windowSize of 2, so that no pixel is left out, got 3.',
      );
    });
  });
});
