import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { featureExtractor } from '@neurona/layers';
import { tensor, uniform, zeros } from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import fixture from '../../fixtures/style.json' with { type: 'json' };
import { failureOf } from '../testing/failure-of.js';
import { giveWeights, tensorOf } from '../testing/fixture-values.js';
import { vgg11, vgg19, vggConfigs, vggFeatures } from '../vgg.js';
import { gramMatrix } from './gram-matrix.js';
import { normalizeActivations } from './normalize-activations.js';
import { StyleTransfer, type StyleTransferOptions } from './style-transfer.js';
import { totalVariation } from './total-variation.js';
import { vggLayerPaths } from './vgg-layer-paths.js';

const network = () =>
  giveWeights(vggFeatures([3, 'M', 4], { inChannels: 2 }), fixture.weights)
    .eval()
    .freeze();

const settings = (): StyleTransferOptions => ({
  content: tensorOf(fixture.content),
  style: tensorOf(fixture.style),
  contentLayers: ['4'],
  styleLayers: { 1: 3, 4: 1 },
  contentWeight: 2,
  styleWeight: 50,
  variationWeight: 0.1,
});

describe('style transfer', () => {
  forEachBackend(() => {
    it('has the losses and the gradient that PyTorch computes', async () => {
      const transfer = new StyleTransfer(network(), settings());
      const image = tensorOf(fixture.image);
      image.requiresGrad = true;
      const { content, style, variation, total } = transfer.losses(image);
      const losses = await Promise.all([content, style, variation, total].map((loss) => loss.item()));
      expectClose(losses, fixture.losses);
      total.backward();
      expectClose(await image.grad!.data(), fixture.gradient.values);
      const maps = network()
        .layers.slice(0, 2)
        .reduce((y, layer) => layer.forward(y), image);
      expectClose(await gramMatrix(maps).data(), fixture.gram.values);
    });
  });

  describe('on the cpu', () => {
    beforeAll(() => useBackend(cpu()));

    it('runs a whole VGG without its head, on images of any size', async () => {
      const model = vgg11({ layers: [4, 'M', 8], hiddenSize: 4, numClasses: 2 })
        .eval()
        .freeze();
      const paths = vggLayerPaths(model);
      const [content, style] = [uniform([1, 9, 7, 3]), uniform([1, 12, 12, 3])];
      const transfer = new StyleTransfer(model, {
        content,
        style,
        contentLayers: [paths.conv2_1!],
        styleLayers: [paths.relu1_1!, paths.relu2_1!],
        preprocess: (images) => images.sub(0.5),
      });
      const losses = await Promise.all(Object.values(transfer.losses(content)).map((loss) => loss.item()));
      expect(losses[0]).toBe(0);
      expect(losses[1]).toBeGreaterThan(0);
      expectClose([losses[3]!], [1000 * losses[1]!]);
    });

    it('leaves the statistics of norms alone in training mode too, and the mode as it was', async () => {
      const model = vggFeatures([3, 'M', 4], { inChannels: 2, batchNorm: true });
      const { content, style } = settings();
      const transfer = new StyleTransfer(model, { content, style, contentLayers: ['0'], styleLayers: ['2'] });
      transfer.losses(tensorOf(fixture.image));
      const counts = Object.entries(model.stateDict()).filter(([key]) => key.endsWith('numBatchesTracked'));
      expect(await Promise.all(counts.map(([, count]) => count.item()))).toEqual([0, 0]);
      expect(model.training).toBe(true);
    });

    it('keeps nothing but what it compares with, and frees that', () => {
      const model = network();
      const { content, style, ...rest } = settings();
      const image = tensorOf(fixture.image);
      const memory = liveMemory();
      const transfer = new StyleTransfer(model, { content, style, ...rest });
      for (const loss of Object.values(transfer.losses(image))) loss.dispose();
      transfer.dispose();
      expect(liveMemory()).toEqual(memory);
    });

    it('names what it expects', () => {
      const make = (changes: Partial<StyleTransferOptions>) => () =>
        new StyleTransfer(network(), { ...settings(), ...changes });
      expect(failureOf(make({ contentLayers: ['conv1'] }))).toBe(
        'ArgumentError: [featureExtractor] expected paths of modules in Sequential, got conv1. The nearest are 1, 0, 2.',
      );
      expect(failureOf(make({ styleWeight: -1 }))).toBe(
        'ArgumentError: [StyleTransfer] expected styleWeight to be at least 0, got -1.',
      );
      expect(failureOf(make({ style: zeros([2, 8, 8, 2]) }))).toBe(
        'ShapeError: [StyleTransfer] expected style to be an image [1, H, W, C], got [2, 8, 8, 2].',
      );
      expect(failureOf(() => make({})().losses(zeros([1, 4, 4, 2])))).toBe(
        "ShapeError: [StyleTransfer] expected an image [1, 8, 6, 2], of the content's size, got [1, 4, 4, 2].",
      );
      expect(failureOf(() => gramMatrix(zeros([4, 4])))).toBe(
        'ShapeError: [gramMatrix] expected features [N, h, w, C], got [4, 4].',
      );
      expect(failureOf(() => totalVariation(zeros([4, 4])))).toBe(
        'ShapeError: [totalVariation] expected images [N, H, W, C], got [4, 4].',
      );
      const head = vgg11({ layers: [4, 'M'], hiddenSize: 4 });
      const options = { ...settings(), content: zeros([1, 8, 8, 3]), style: zeros([1, 8, 8, 3]) };
      expect(
        failureOf(
          () => new StyleTransfer(head, { ...options, contentLayers: ['classifier'], styleLayers: [] }),
        ),
      ).toBe(
        'ShapeError: [StyleTransfer] expected layers whose output is [N, h, w, C], got [1, 1000] (classifier).',
      );
    });

    it('finds layers of VGG by the names that papers give them', () => {
      const { conv4_2, relu5_1, pool3 } = vggLayerPaths(
        vgg19({ layers: vggConfigs.vgg19.layers.map((item) => (item === 'M' ? 'M' : 1)), hiddenSize: 1 }),
      );
      expect({ conv4_2, relu5_1, pool3 }).toEqual({
        conv4_2: 'features.21',
        relu5_1: 'features.29',
        pool3: 'features.18',
      });
      expect(vggLayerPaths(vggFeatures([2, 'M', 2, 2], { batchNorm: true }))).toEqual({
        conv1_1: '0',
        relu1_1: '2',
        pool1: '3',
        conv2_1: '4',
        relu2_1: '6',
        conv2_2: '7',
        relu2_2: '9',
      });
    });

    it('scales filters to a mean activation of 1, and nothing else', async () => {
      const features = vggFeatures([4, 6, 'M', 5]);
      const images = uniform([3, 8, 8, 3]);
      const before = features.forward(images);
      normalizeActivations(features, images);
      const after = features.forward(images);
      const ratio = before.sum({ axis: [0, 1, 2] }).div(after.sum({ axis: [0, 1, 2] }).add(1e-9)); // by channel
      expectClose(await after.mul(ratio).data(), Array.from(await before.data()));
      for (const path of ['1', '3', '6']) {
        const maps = featureExtractor(features, [path]).forward(images)[path]!;
        const means = Array.from(await maps.mean({ axis: [0, 1, 2] }).data(), Number);
        expectClose([Math.max(...means)], [1]); // rare filters have less
      }
      expect(failureOf(() => normalizeActivations(vggFeatures([4], { batchNorm: true }), images))).toBe(
        'ArgumentError: [normalizeActivations] expected layers of the kinds Conv2d, ReLU, MaxPool2d, AvgPool2d, got BatchNorm2d.',
      );
    });

    it('measures the variation of each image', async () => {
      const images = tensor([
        [
          [[0], [1]],
          [[2], [0]],
        ],
        [
          [[1], [1]],
          [[1], [1]],
        ],
      ]);
      expect(await totalVariation(images).data()).toEqual(Float32Array.of(6, 0));
      expect(await totalVariation(zeros([1, 1, 1, 3])).data()).toEqual(Float32Array.of(0));
    });
  });
});
