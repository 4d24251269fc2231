import { readFile } from 'node:fs/promises';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { decodeSafetensors, encodeWeights, importONNX } from '@neurona/checkpoints';
import { densenet121, pretrained, resnet18, resnet18Weights } from '@neurona/cnn';
import { hostArray } from '@neurona/datasets';
import { manualSeed, noGrad, type Tensor, tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { softmax } from '../network/pass.js';
import { sketch } from '../pictures/sketches.js';
import { keptSide } from '../weights/body-sizes.js';
import { OwnNetwork } from '../weights/own-network.js';
import { madeClass, type TeachSettings } from './classes.js';
import { createTeacher } from './create-teacher.js';
import type { PublishedTeachTrainer } from './published-train.js';
import { type Differences, type NetworkNews, readNetwork } from './read-network.js';
import { shownDrawing } from './shown.js';

const classes = [madeClass('house', 3), madeClass('sun', 3)];
let network: OwnNetwork;
let settings: TeachSettings;

beforeAll(async () => {
  await useBackend(wasm());
  const bytes = await readFile(
    new URL('../../../../packages/architectures/cnn/fixtures/tiny-resnet.pth', import.meta.url),
  );
  network = new OwnNetwork('tiny', new File([new Uint8Array(bytes)], 'tiny-resnet.pth'));
  settings = { classes, body: 'published', network, learningRate: 0.1 };
});

const made = async (changes: Partial<TeachSettings> = {}): Promise<PublishedTeachTrainer> => {
  manualSeed(1);
  return (await createTeacher({ ...settings, ...changes }, 1)) as PublishedTeachTrainer;
};

async function newsOf(file: OwnNetwork): Promise<NetworkNews[]> {
  const news: NetworkNews[] = [];
  for await (const next of readNetwork(file)) news.push(next);
  return news;
}

const drawing = (index: number) => shownDrawing(sketch('sun', index));
const asked = (index: number) => {
  const { bytes, square } = drawing(index);
  return { bytes, square, asked: 1 };
};

it('makes the features of each picture once, and trains a head on them', async () => {
  manualSeed(3);
  const bytes = await encodeWeights(resnet18({ width: 8, numClasses: 4 }), { layout: 'torch' });
  const own = new OwnNetwork('own', new File([new Uint8Array(bytes)], 'mine.safetensors'));
  expect((await newsOf(own)).at(-1)).toEqual({ name: 'ResNet-18' });
  const trainer = await made({ network: own });
  const begun = await trainer.snapshot();
  expect([begun.waiting, begun.learned, begun.held, begun.computed]).toEqual([26, 6, 20, 0]);
  await trainer.step();
  expect((await trainer.snapshot()).waiting).toBe(25);
  while ((await trainer.snapshot()).waiting > 0) await trainer.step();
  const before = (await trainer.snapshot()).tested.loss;
  while (!(await trainer.step()));
  const { waiting, computed, epoch, tested } = await trainer.snapshot();
  expect([waiting, computed, epoch]).toEqual([0, 26, 40]);
  expect(tested.loss).toBeLessThan(before);
  trainer.dispose();
  const more = await made({ network: own, classes: [...classes, madeClass('fish', 1)] });
  const { waiting: left, reused } = await more.snapshot();
  expect([left, reused]).toEqual([11, 26]);
  more.dispose();
});

it('has the features that the published network has of the picture as its weights want it', async () => {
  const trainer = await made();
  const { features, probabilities } = await trainer.answers.predict(asked(70));
  const weights = { ...resnet18Weights.imagenet1kV1, numClasses: 3 };
  const { model, preprocess } = await pretrained(resnet18, weights, {
    file: network.file,
    settings: { width: 2, depths: [1, 1, 1, 1] },
  });
  const values = Float32Array.from(drawing(70).square, (value) => value / 255);
  const image = preprocess(hostArray(values, [keptSide, keptSide, 3]));
  const maps = noGrad(() => model.features(tensor(image.values, { shape: [1, 224, 224, 3] })));
  expect(features).toEqual(await model.avgpool.forward(maps).flatten(1).data());
  expect(probabilities).toHaveLength(2);
  trainer.dispose();
});

it('saves the whole network with torchvision’s names and the head, and takes the head back', async () => {
  const trainer = await made();
  while (!(await trainer.step()));
  const { tested } = await trainer.snapshot();
  const bytes = await trainer.answers.save(['Casa', 'Sol']);
  const { tensors, metadata } = decodeSafetensors(bytes);
  expect(metadata.classes).toBe('["Casa","Sol"]');
  expect(tensors['layer4.0.bn2.running_var']!.shape).toEqual([16]);
  expect(tensors['fc.weight']!.shape).toEqual([2, 16]);
  const { probabilities } = await trainer.answers.predict(asked(71));
  trainer.dispose();
  const saved = new OwnNetwork('saved', new File([new Uint8Array(bytes)], 'taught.safetensors'));
  const fresh = await made({ network: saved });
  expect(fresh.answers.names(bytes)).toEqual({ names: ['Casa', 'Sol'], isPublished: true });
  expect((await fresh.snapshot()).waiting).toBe(0); // the same body: its features are known
  expect(await fresh.answers.load(bytes)).toBe(tested.accuracy);
  expect((await fresh.answers.predict(asked(71))).probabilities).toEqual(probabilities);
  fresh.dispose();
  const three = await made({ classes: [...classes, madeClass('fish', 1)] });
  await expect(three.answers.load(bytes)).rejects.toThrow('another head');
  three.dispose();
});

it('exports the whole network as ONNX, for pictures in [0, 1]', async () => {
  const trainer = await made();
  const { probabilities } = await trainer.answers.predict(asked(72));
  const bytes = await trainer.answers.onnx(['Casa', 'Sol']);
  expect(Buffer.from(bytes).includes('["Casa","Sol"]')).toBe(true);
  const model = (await importONNX(bytes)).eval();
  const { square } = drawing(72);
  const margin = (keptSide - 224) / 2;
  const middle = Float32Array.from({ length: 3 * 224 ** 2 }, (_, i) => {
    const [row, column] = [Math.floor(i / 3 / 224), Math.floor(i / 3) % 224];
    return square[3 * ((row + margin) * keptSide + column + margin) + (i % 3)]! / 255;
  });
  const logits = noGrad(() => model.forward(tensor(middle, { shape: [1, 224, 224, 3] }))) as Tensor;
  const theirs = softmax((await logits.data()) as Float32Array);
  for (const [i, value] of theirs.entries()) expect(value).toBeCloseTo(probabilities[i]!, 5);
  model.dispose();
  trainer.dispose();
});

it('says in few lines what differs in the file of another network, and reads another one after that', async () => {
  const other = densenet121({ depths: [2, 2], growthRate: 4, stemWidth: 4, numClasses: 3 });
  const bytes = await encodeWeights(other, { layout: 'torch' });
  const file = new OwnNetwork('densenet', new File([new Uint8Array(bytes)], 'densenet.safetensors'));
  const news = (await newsOf(file)).at(-1)!;
  expect(news).toMatchObject({
    differs: { missing: { first: ['conv1.weight', 'bn1.weight', 'bn1.bias'] } },
  });
  const { missing, unexpected } = (news as { readonly differs: Differences }).differs;
  expect(Math.min(missing.count, unexpected.count)).toBeGreaterThan(3);
  expect(unexpected.first).toHaveLength(3);
  const text = new OwnNetwork('text', new File(['no weights'], 'a.pth'));
  await expect(newsOf(text)).rejects.toThrow();
  expect((await newsOf(network)).at(-1)).toEqual({ name: 'ResNet' });
});

it('keeps the body of a trainer while others are read, and frees it after that', async () => {
  const copy = (id: string) => new OwnNetwork(id, network.file);
  const trainer = await made({ network: copy('first') });
  for (const id of ['second', 'third', 'fourth']) await newsOf(copy(id));
  const during = liveMemory().buffers;
  expect((await trainer.answers.predict(asked(73))).probabilities).toHaveLength(2);
  trainer.dispose();
  await newsOf(copy('fifth'));
  await newsOf(network); // of them all the last
  expect(liveMemory().buffers).toBeLessThan(during);
});

it('takes another learning rate over, begins anew with other pictures, and frees what is its own', async () => {
  await newsOf(network);
  const before = liveMemory().buffers;
  const trainer = await made();
  while (!(await trainer.step()));
  expect(trainer.update({ ...settings, learningRate: 0.01 })).toBe(true);
  expect(trainer.update({ ...settings, classes: [madeClass('house', 3)] })).toBe(false);
  expect(trainer.update({ ...settings, body: 'frozen' })).toBe(false);
  trainer.dispose();
  expect(liveMemory().buffers).toBe(before);
  const unused = await made({ classes: [{ name: 'mine', made: 0, own: [] }] });
  expect(await unused.step()).toBe(true); // no examples yet
  unused.dispose();
  expect(liveMemory().buffers).toBe(before);
});
