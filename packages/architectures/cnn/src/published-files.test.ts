import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { encodeWeights, loadWeights, toTorchStateDict, WeightsError } from '@neurona/checkpoints';
import type { Module } from '@neurona/layers';
import { noGrad, uniform } from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { densenet121 } from './densenet.js';
import { resnet18 } from './resnet.js';
import { vgg11 } from './vgg.js';
import { vggKeyOfTimm } from './weights/timm-keys.js';

const densenet = () =>
  densenet121({ depths: [2, 2], growthRate: 4, stemWidth: 4, bottleneck: 2, numClasses: 3 });
const vgg = () => vgg11({ layers: [4, 'M', 6, 'M'], batchNorm: true, hiddenSize: 8, numClasses: 3 });
const resnet = () => resnet18({ width: 2, numClasses: 3 });

type State = Awaited<ReturnType<typeof toTorchStateDict>>;

/** A state dictionary whose keys are changed; undefined leaves a tensor out. */
const renamed = (state: State, rename: (key: string) => string | undefined): State =>
  Object.fromEntries(
    Object.entries(state).flatMap(([key, array]) => {
      const name = rename(key);
      return name === undefined ? [] : [[name, array] as const];
    }),
  );

async function expectSame(model: Module, known: Module): Promise<void> {
  const x = uniform([1, 32, 32, 3]);
  const [ours, theirs] = noGrad(() => [model.eval().forward(x), known.eval().forward(x)]);
  expect(await ours!.data()).toEqual(await theirs!.data());
}

beforeAll(async () => {
  await useBackend(wasm());
});

it('loads the published file of DenseNet, which says norm.1 where the module says norm1', async () => {
  const [known, model] = [densenet(), densenet()];
  const old = renamed(await toTorchStateDict(known), (key) =>
    key.endsWith('num_batches_tracked')
      ? undefined
      : key.replace(/(denselayer\d+\.(?:norm|conv))(\d)/, '$1.$2'),
  );
  expect(Object.keys(old)).toContain('features.denseblock1.denselayer1.norm.1.weight');
  await loadWeights(model, old, { layout: 'torch' });
  await expectSame(model, known);
});

it('loads timm’s file of VGG, whose head has other names and is convolutions', async () => {
  const [known, model] = [vgg(), vgg()];
  const theirs = renamed(await toTorchStateDict(known), (key) =>
    key
      .replace('classifier.0', 'pre_logits.fc1')
      .replace('classifier.3', 'pre_logits.fc2')
      .replace('classifier.6', 'head.fc'),
  );
  const kernel = (key: string, shape: readonly number[]) => ({ ...theirs[key]!, shape });
  const timm = {
    ...theirs,
    'pre_logits.fc1.weight': kernel('pre_logits.fc1.weight', [8, 6, 7, 7]),
    'pre_logits.fc2.weight': kernel('pre_logits.fc2.weight', [8, 8, 1, 1]),
  };
  await loadWeights(model, timm, { layout: 'torch', rename: vggKeyOfTimm });
  await expectSame(model, known);
});

it('loads files without num_batches_tracked, as old versions of PyTorch wrote them', async () => {
  const [known, model] = [resnet(), resnet()];
  const old = renamed(await toTorchStateDict(known), (key) =>
    key.endsWith('num_batches_tracked') ? undefined : key,
  );
  const { missing } = await loadWeights(model, old, { layout: 'torch' });
  expect(missing).toEqual([]);
  await expectSame(model, known);
});

it('says in a few lines what differs in a file of another architecture, and loads nothing of it', async () => {
  const model = densenet();
  const before = await encodeWeights(model);
  const other = await toTorchStateDict(resnet());
  const error = await loadWeights(model, other, { layout: 'torch' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WeightsError);
  const { message, report } = error as WeightsError;
  expect(message).toMatch(
    /^\[loadWeights\] expected the tensors of this model, got \d+ missing, \d+ unexpected/,
  );
  expect(message.split('\n').length).toBeLessThanOrEqual(10);
  expect(message.length).toBeLessThan(1200);
  expect(report.unexpected).toContain('layer4.1.bn2.weight');
  expect(await encodeWeights(model)).toEqual(before);
  const classes = await toTorchStateDict(densenet().resetClassifier(5));
  await expect(loadWeights(model, classes, { layout: 'torch' })).rejects.toThrow(
    'mismatched classifier.weight (expected float32 [3, ',
  );
  expect(await encodeWeights(model)).toEqual(before);
});
