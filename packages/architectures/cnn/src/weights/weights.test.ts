import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { loadWeights, toTorchStateDict } from '@neurona/checkpoints';
import { hostArray } from '@neurona/datasets';
import { noGrad, uniform } from '@neurona/tensor';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { convnextTiny } from '../convnext.js';
import { efficientnetB0 } from '../efficientnet.js';
import type { ImageModel } from '../image-model/image-model.js';
import * as cnn from '../index.js';
import { mobilenetV2 } from '../mobilenet-v2.js';
import { mobilenetV3Small } from '../mobilenet-v3.js';
import { evaluationTransform } from '../pretrained/evaluation-transform.js';
import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { HubWeightsFile, PublishedWeights } from '../pretrained/published-weights.js';
import { type TorchvisionName, torchvisionFacts } from '../testing/published-facts.js';

beforeAll(async () => {
  await useBackend(wasm());
});

/** Every constant of published weights, by its path. */
const all = Object.entries(cnn)
  .filter(([name]) => name.endsWith('Weights'))
  .flatMap(([name, group]) =>
    Object.entries(group as Readonly<Record<string, PublishedWeights>>).map(
      ([key, weights]) => [`${name}.${key}`, weights] as const,
    ),
  );

/** Names of networks in torchvision that differ from ours. */
const torchvisionNames: Readonly<Record<string, TorchvisionName>> = {
  efficientnetB0: 'efficientnet_b0',
  mobilenetV2: 'mobilenet_v2',
  mobilenetV3Small: 'mobilenet_v3_small',
  convnextTiny: 'convnext_tiny',
};

const ofHub = all.flatMap(([path, weights]) =>
  weights.files
    .filter((file): file is HubWeightsFile => 'repository' in file)
    .map((file) => [path, weights.network, file] as const),
);

describe('published weights', () => {
  it('of the hub have a whole checksum, of a commit, or none', () => {
    expect(ofHub.length).toBe(20);
    for (const [path, , { revision, sizeBytes, sha256 }] of ofHub) {
      if (sha256 === undefined) expect([path, revision, sizeBytes]).toEqual([path, undefined, undefined]);
      else
        expect([revision, sha256]).toEqual([
          expect.stringMatching(/^[0-9a-f]{40}$/),
          expect.stringMatching(/^[0-9a-f]{64}$/),
        ]);
    }
    const known = ofHub.filter(([, , { sha256 }]) => sha256);
    expect(known.length).toBe(9);
    expect(new Set(known.map(([, , { sha256 }]) => sha256)).size).toBe(known.length);
  });

  it.each(ofHub.filter(([, , { sizeBytes }]) => sizeBytes))(
    '%s have the size of the network’s tensors and of a header',
    (_, network, { sizeBytes }) => {
      const { stateDict } = torchvisionFacts(torchvisionNames[network] ?? (network as TorchvisionName));
      let tensorBytes = 0;
      for (const [key, shape] of stateDict) {
        const isCount = key.endsWith('.num_batches_tracked'); // int64
        tensorBytes += (isCount ? 8 : 4) * shape.reduce((size, length) => size * length, 1);
      }
      const perTensor = (sizeBytes! - 8 - tensorBytes) / stateDict.length; // name, dtype, shape and place
      expect(perTensor).toBeGreaterThan(70);
      expect(perTensor).toBeLessThan(110);
    },
  );

  it.each(all)('%s are of a network of this package, and fit its settings', (path, weights) => {
    const network = (cnn as unknown as Record<string, { readonly network: string }>)[weights.network]!;
    expect([network.network, path]).toEqual([
      weights.network,
      expect.stringMatching(`^${weights.network}Weights`),
    ]);
    expect(weights.files.length).toBeGreaterThan(0);
    for (const file of weights.files) {
      if ('repository' in file) expect(file.repository).toMatch(/^timm\/[\w.]+$/);
      else if (file.sha256)
        expect(file.url).toContain(`-${file.sha256.slice(0, 8)}.`); // torchvision’s names hold its first digits
      else expect(weights.network).toBe('xception');
    }
    const { resize, crop, interpolation, mean } = weights.transforms;
    const isLater = path.endsWith('imagenet1kV2');
    const sizes: Readonly<Record<string, readonly [number, number]>> = {
      inceptionV3: [342, 299],
      xception: [333, 299],
      'convnextTinyWeights.imagenet1kV1': [236, 224],
    };
    expect([resize, crop]).toEqual(sizes[path] ?? sizes[weights.network] ?? [isLater ? 232 : 256, 224]);
    expect(interpolation === 'bicubic').toBe(
      /timm$/.test(path) || ['xception', 'efficientnetB0'].includes(weights.network),
    );
    const isInception = /^(?:googlenet|inceptionV3)$/.test(weights.network);
    expect(weights.settings.transformInput === true).toBe(isInception);
    expect(mean).toEqual(
      path.endsWith('Features')
        ? [0.48235, 0.45882, 0.40784]
        : weights.network === 'xception'
          ? 0.5
          : [0.485, 0.456, 0.406],
    );
    expect(String(evaluationTransform(weights.transforms))).toContain(`centerCrop({ size: ${crop} })`);
  });

  it('of VGG for style transfer have a mean and a deviation of their own', () => {
    const { transforms, classNames } = cnn.vgg16Weights.imagenet1kFeatures;
    expect([transforms.std, classNames]).toEqual([1 / 255, undefined]);
    const grey = hostArray(new Float32Array(224 * 224 * 3).fill(0.5), [224, 224, 3]);
    const pixel = [...evaluationTransform({ ...transforms, resize: 224 })(grey).values.slice(0, 3)];
    for (const [c, mean] of [122.99925, 116.9991, 103.9992].entries())
      expect(pixel[c]).toBeCloseTo(127.5 - mean, 3);
  });

  it('name ImageNet’s classes in its order', () => {
    expect([imagenetClasses.length, new Set(imagenetClasses).size]).toEqual([1000, 1000]);
    const known = {
      0: 'tench',
      10: 'brambling',
      281: 'tabby',
      340: 'zebra',
      504: 'coffee mug',
      517: 'crane',
      639: 'maillot tank suit',
      999: 'toilet tissue',
    };
    for (const [i, name] of Object.entries(known)) expect(imagenetClasses[Number(i)], i).toBe(name);
  });

  it('are not in bundles that don’t name them', async () => {
    const options = {
      bundle: true,
      format: 'esm',
      target: 'es2022',
      write: false,
      logLevel: 'silent',
    } as const;
    const whole = await build({
      ...options,
      entryPoints: [new URL('../index.ts', import.meta.url).pathname],
      packages: 'external',
      conditions: ['@neurona/source'],
    });
    const bundleOf = async (names: string): Promise<string> => {
      const { outputFiles } = await build({
        ...options,
        stdin: { contents: `import { ${names} } from 'cnn'; console.log(${names});`, loader: 'ts' },
        external: ['@neurona/*'],
        minify: true,
        plugins: [
          {
            name: 'built package',
            setup(builder) {
              builder.onResolve({ filter: /^cnn$/ }, () => ({ path: 'cnn', namespace: 'cnn' }));
              builder.onLoad({ filter: /.*/, namespace: 'cnn' }, () => ({
                contents: whole.outputFiles[0]!.text,
              }));
            },
          },
        ],
      });
      return outputFiles[0]!.text;
    };
    const [alone, one] = await Promise.all([bundleOf('resnet18'), bundleOf('resnet18, resnet18Weights')]);
    expect(alone).not.toMatch(/download\.pytorch\.org|tench|timm\//);
    expect(one).toContain('resnet18-f37072fd.pth');
    expect(one).toContain('tench');
    expect(one).not.toMatch(/resnet34-|vgg16-|mobilenet_v2-/);
  });
});

/** Names of timm's layers of inverted residual blocks, in the order of torchvision's. */
const inverted = (stage: number, block: number, hasSqueeze: boolean): string[] => {
  const at = `blocks.${stage}.${block}`;
  const squeeze = hasSqueeze ? ['se.conv_reduce', 'se.conv_expand'] : [];
  const layers =
    stage === 0
      ? ['conv_dw', 'bn1', ...squeeze, 'conv_pw', 'bn2']
      : ['conv_pw', 'bn1', 'conv_dw', 'bn2', ...squeeze, 'conv_pwl', 'bn3'];
  return layers.map((layer) => `${at}.${layer}`);
};

const blocksOf = (depths: readonly number[], hasSqueeze: (stage: number) => boolean): string[] =>
  depths.flatMap((depth, stage) =>
    Array.from({ length: depth }, (_, i) => inverted(stage, i, hasSqueeze(stage))).flat(),
  );

const networks: readonly [string, () => ImageModel, readonly string[], (key: string) => string][] = [
  [
    'MobileNetV2',
    () => mobilenetV2({ widthMultiplier: 0.1, numClasses: 3 }),
    ['conv_stem', 'bn1', ...blocksOf([1, 2, 3, 4, 3, 3, 1], () => false), 'conv_head', 'bn2', 'classifier'],
    cnn.mobilenetV2KeyOfTimm,
  ],
  [
    'MobileNetV3',
    () => mobilenetV3Small({ widthMultiplier: 0.5, numClasses: 3, eps: 1e-5 }),
    [
      'conv_stem',
      'bn1',
      ...blocksOf([1, 2, 3, 2, 3], (stage) => stage !== 1),
      'blocks.5.0.conv',
      'blocks.5.0.bn1',
      'conv_head',
      'classifier',
    ],
    cnn.mobilenetV3SmallKeyOfTimm,
  ],
  [
    'EfficientNet',
    () => {
      const row = (expandRatio: number, depth: number) => ({
        expandRatio,
        depth,
        kernelSize: 3,
        stride: 1,
        channels: 4,
      });
      const layers = [row(1, 1), row(2, 2), row(2, 2), row(2, 3), row(2, 3), row(2, 4), row(2, 1)];
      return efficientnetB0({ layers, stemWidth: 4, numClasses: 3 });
    },
    ['conv_stem', 'bn1', ...blocksOf([1, 2, 2, 3, 3, 4, 1], () => true), 'conv_head', 'bn2', 'classifier'],
    cnn.efficientnetKeyOfTimm,
  ],
];

describe('files of timm', () => {
  it.each(networks)('of %s load under its names', async (_, make, layers, rename) => {
    const [known, model] = [make(), make()];
    const theirs = await toTorchStateDict(known);
    const ours = [...new Set(Object.keys(theirs).map((key) => key.slice(0, key.lastIndexOf('.'))))];
    expect(layers.length).toBe(ours.length);
    const renamed = Object.entries(theirs).map(([key, array]) => {
      const dot = key.lastIndexOf('.');
      const layer = layers[ours.indexOf(key.slice(0, dot))]!;
      const isKernel = layer === 'conv_head' && array.shape.length === 2; // a linear layer here
      return [
        `${layer}${key.slice(dot)}`,
        isKernel ? { ...array, shape: [...array.shape, 1, 1] } : array,
      ] as const;
    });
    const report = await loadWeights(model, Object.fromEntries(renamed), { layout: 'torch', rename });
    expect(report).toMatchObject({ missing: [], unexpected: [], mismatched: [] });
    const x = uniform([1, 32, 32, 3]);
    const [a, b] = noGrad(() => [model.eval().forward(x), known.eval().forward(x)]);
    expect(await a!.data()).toEqual(await b!.data());
    for (const key of Object.keys(theirs)) expect(rename(key)).toBe(key); // torchvision's stay as they are
  });

  it('of ConvNeXt load under its names, with scales of one axis', async () => {
    const make = () => convnextTiny({ widths: [4, 8], depths: [1, 2], numClasses: 3 });
    const [known, model] = [make(), make()];
    const theirs = await toTorchStateDict(known);
    const named = (key: string): string =>
      key
        .replace(/^features\.0\./, 'stem.')
        .replace(/^features\.2\./, 'stages.1.downsample.')
        .replace(
          /^features\.(1|3)\.(\d)\./,
          (_, at, block) => `stages.${at === '1' ? 0 : 1}.blocks.${block}.`,
        )
        .replace('block.0.', 'conv_dw.')
        .replace('block.2.', 'norm.')
        .replace('block.3.', 'mlp.fc1.')
        .replace('block.5.', 'mlp.fc2.')
        .replace('layer_scale', 'gamma')
        .replace('classifier.0', 'head.norm')
        .replace('classifier.2', 'head.fc');
    const file = Object.entries(theirs).map(([key, array]) =>
      key.endsWith('layer_scale')
        ? [named(key), { ...array, shape: [array.shape[0]!] }]
        : [named(key), array],
    );
    const rename = cnn.convnextKeyOfTimm;
    const report = await loadWeights(model, Object.fromEntries(file), { layout: 'torch', rename });
    expect(report).toMatchObject({ missing: [], unexpected: [], mismatched: [] });
    const x = uniform([1, 32, 32, 3]);
    expect(await model.eval().forward(x).data()).toEqual(await known.eval().forward(x).data());
  });
});
