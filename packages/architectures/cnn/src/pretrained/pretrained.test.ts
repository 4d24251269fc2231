import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { encodeWeights, loadTorch, toTorchStateDict, WeightsError } from '@neurona/checkpoints';
import { DatasetError, hostArray } from '@neurona/datasets';
import { noGrad, uniform } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { densenet121 } from '../densenet.js';
import { googlenet } from '../googlenet.js';
import type { ImageModel } from '../image-model/image-model.js';
import { resnet18, resnet34 } from '../resnet.js';
import { startWeightsServer, type WeightsServer } from '../testing/weights-server.js';
import { googlenetWeights } from '../weights/googlenet-weights.js';
import { resnet18Weights, resnet34Weights } from '../weights/resnet-weights.js';
import { pretrained } from './pretrained.js';
import type { PublishedWeights } from './published-weights.js';

const fixture = new URL('../../fixtures/tiny-resnet.pth', import.meta.url);
const settings = { width: 2, depths: [1, 1, 1, 1] };
const published = resnet18Weights.imagenet1kV1;
const hubFile = 'timm/resnet18.tv_in1k/model.safetensors';

let server: WeightsServer;
let cache: string;
let torchFile: Uint8Array;

beforeAll(async () => {
  await useBackend(wasm());
  torchFile = await readFile(fixture);
});
beforeEach(async () => {
  vi.stubEnv('NEURONA_DATA', '');
  cache = await mkdtemp(join(tmpdir(), 'neurona-weights-'));
  server = await startWeightsServer();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await rm(cache, { recursive: true, force: true });
});

/** ResNet's weights with three classes: a file of the hub whose checksum it lists, and a second one on the server of the test. */
const weights = (changes: Partial<PublishedWeights<'resnet18'>> = {}): PublishedWeights<'resnet18'> => ({
  ...published,
  files: [
    { repository: 'timm/resnet18.tv_in1k' },
    { url: `${server.url}/models/tiny-resnet.pth`, sha256: shaOf(torchFile) },
  ],
  numClasses: 3,
  classNames: ['cat', 'dog', 'frog'],
  ...changes,
});

const shaOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 8);

const options = () => ({ endpoint: server.url, cache, settings });

const errorOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('nothing was thrown'),
    (error: Error) => error,
  );

async function expectSame(model: ImageModel, known: ImageModel): Promise<void> {
  const x = uniform([1, 32, 32, 3]);
  const [ours, theirs] = noGrad(() => [model.forward(x), known.eval().forward(x)]);
  expect(await ours!.data()).toEqual(await theirs!.data());
}

describe('pretrained', () => {
  it('takes safetensors from the hub, with preprocessing and names, once', async () => {
    const known = resnet18({ ...settings, numClasses: 3 });
    server.files.set(hubFile, await encodeWeights(known, { layout: 'torch' }));
    const steps: number[] = [];
    const onProgress = ({ loadedBytes }: { readonly loadedBytes: number }) => void steps.push(loadedBytes);
    const { model, preprocess, classNames } = await pretrained(resnet18, weights(), {
      ...options(),
      onProgress,
    });
    expect(model.training).toBe(false);
    await expectSame(model, known);
    expect(classNames).toEqual(['cat', 'dog', 'frog']);
    expect(String(preprocess)).toContain('resize({ size: 256');
    const image = preprocess(hostArray(new Float32Array(300 * 400 * 3).fill(0.485), [300, 400, 3]));
    expect(image.shape).toEqual([224, 224, 3]);
    expect(image.values[0]).toBeCloseTo(0, 6);
    expect(steps.at(-1)).toBe(server.files.get(hubFile)!.length);
    await pretrained(resnet18, weights(), options());
    expect(server.requests.filter((request) => request.includes('/resolve/')).length).toBe(1);
  });

  it('takes torchvision’s file where the hub has none, and resumes it where it was cut', async () => {
    server.files.set('models/tiny-resnet.pth', torchFile);
    server.cutNextAfter = 20_000;
    const { model } = await pretrained(resnet18, weights(), options());
    const theirs = await loadTorch(torchFile);
    const state = await toTorchStateDict(model);
    expect(Object.keys(state).toSorted()).toEqual(Object.keys(theirs).toSorted());
    for (const [key, array] of Object.entries(theirs)) expect(state[key], key).toEqual(array);
    const [whole, rest] = server.requests.filter((request) => request.includes('.pth'));
    expect(whole).toBe('GET /models/tiny-resnet.pth');
    expect(rest).toMatch(/^GET \/models\/tiny-resnet\.pth bytes=\d+-$/);
  });

  it('puts a new head for other classes in the place of the published one', async () => {
    const known = resnet18({ ...settings, numClasses: 3 });
    const file = await encodeWeights(known, { layout: 'torch' });
    const named = await pretrained(resnet18, weights(), { file, settings, classNames: ['a', 'b', 'c', 'd'] });
    expect([named.model.numClasses, named.classNames]).toEqual([4, ['a', 'b', 'c', 'd']]);
    const counted = await pretrained(resnet18, weights(), { file, settings, numClasses: 10 });
    expect([counted.model.numClasses, counted.classNames]).toEqual([10, undefined]);
    const x = uniform([1, 32, 32, 3]);
    const [ours, theirs] = [counted.model.features(x), known.eval().features(x)];
    expect(await ours.data()).toEqual(await theirs.data());
    const renamed = await pretrained(resnet18, weights(), { file, settings, classNames: ['x', 'y', 'z'] });
    await expectSame(renamed.model, known); // the same number: the published head
    expect(renamed.classNames).toEqual(['x', 'y', 'z']);
  });

  it('takes a path, bytes, a Blob, and a folder of either file', async () => {
    const known = resnet18({ ...settings, numClasses: 3 });
    const bytes = await encodeWeights(known, { layout: 'torch' });
    const path = join(cache, 'mine.safetensors');
    await writeFile(path, bytes);
    for (const file of [path, bytes, bytes.slice().buffer, new Blob([bytes.slice()])])
      await expectSame((await pretrained(resnet18, weights(), { file, settings })).model, known);
    const folder = join(cache, 'downloads');
    await mkdir(join(folder, 'timm/resnet18.tv_in1k'), { recursive: true });
    await writeFile(join(folder, hubFile), bytes);
    await expectSame((await pretrained(resnet18, weights(), { folder, settings })).model, known);
    const other = join(cache, 'others');
    await mkdir(other);
    await writeFile(join(other, 'tiny-resnet.pth'), torchFile);
    const { model } = await pretrained(resnet18, weights(), { folder: other, settings });
    expect((await toTorchStateDict(model))['fc.bias']).toEqual((await loadTorch(torchFile))['fc.bias']);
    expect(server.requests).toEqual([]);
  });

  it('leaves out heads for training that the network is made without', async () => {
    const small = { widthMultiplier: 1 / 16, numClasses: 3 };
    const known = googlenet({ ...small, transformInput: true });
    const file = await encodeWeights(known, { layout: 'torch' });
    const { settings: needed, ...rest } = googlenetWeights.imagenet1kV1;
    const mine = { ...rest, settings: needed, numClasses: 3, classNames: undefined };
    const sizes = { widthMultiplier: 1 / 16, auxiliary: false };
    const { model } = await pretrained(googlenet, mine, { file, settings: sizes });
    expect([model.transformInput, model.aux1]).toEqual([true, undefined]);
    const x = uniform([1, 64, 64, 3]);
    expect(await model.forward(x).data()).toEqual(await known.eval().forward(x).data());
  });

  it('says where no file could be had, and which to put where', async () => {
    const error = await errorOf(pretrained(resnet18, weights(), options()));
    expect(error).toBeInstanceOf(DatasetError);
    expect(error.message).toContain('[pretrained] expected weights of resnet18, got [hubFile]');
    expect(error.message).toContain('HTTP 404 Not Found');
    expect(error.message).toContain(`put the file at ${join(cache, 'weights/tiny-resnet.pth')} by hand`);
    expect(error.message).toContain(
      `Or download ${server.url}/timm/resnet18.tv_in1k/resolve/main/model.safetensors or ${server.url}/models/tiny-resnet.pth ` +
        'elsewhere, and pass it as { file }, or a folder that has timm/resnet18.tv_in1k/model.safetensors or tiny-resnet.pth as { folder }.',
    );
    const folder = await errorOf(pretrained(resnet18, weights(), { folder: cache, settings }));
    expect(folder.message).toContain(`expected ${hubFile} in the folder ${cache}, got none`);
  });

  it('refuses bytes of another checksum, and keeps none of them', async () => {
    server.files.set(
      'models/tiny-resnet.pth',
      torchFile.map((byte, i) => (i === 30_000 ? byte ^ 1 : byte)),
    );
    const error = await errorOf(pretrained(resnet18, weights(), options()));
    expect(error).toBeInstanceOf(DatasetError);
    expect(error.message).toContain(`instead of SHA-256 ${shaOf(torchFile)}`);
    server.files.set('models/tiny-resnet.pth', torchFile);
    expect((await pretrained(resnet18, weights(), options())).model.numClasses).toBe(3);
  });

  it('reads a known commit of the hub, and asks for no checksum where one is known', async () => {
    const known = resnet18({ ...settings, numClasses: 3 });
    const bytes = await encodeWeights(known, { layout: 'torch' });
    server.files.set(hubFile, bytes);
    const revision = 'a'.repeat(40);
    const file = { repository: 'timm/resnet18.tv_in1k', revision };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const mine = weights({ files: [{ ...file, sizeBytes: bytes.length, sha256 }] });
    await expectSame((await pretrained(resnet18, mine, options())).model, known);
    await pretrained(resnet18, mine, options());
    const address = `GET /timm/resnet18.tv_in1k/resolve/${revision}/model.safetensors`;
    expect(server.requests).toEqual([address]);
    const listed = weights({ files: [file] }); // at another commit, it is another file of the cache
    const later = { ...file, revision: 'b'.repeat(40) };
    for (const some of [listed, weights({ files: [later] })]) await pretrained(resnet18, some, options());
    expect(server.requests.slice(1)).toEqual([
      `POST /api/models/timm/resnet18.tv_in1k/paths-info/${later.revision}`,
      address.replace(revision, later.revision),
    ]);
  });

  it('refuses a file of the hub of another checksum or size than the known one, cached or not', async () => {
    const known = resnet18({ ...settings, numClasses: 3 });
    const bytes = await encodeWeights(known, { layout: 'torch' });
    const revision = 'a'.repeat(40);
    const file = { repository: 'timm/resnet18.tv_in1k', revision };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const changed = bytes.slice();
    changed[changed.length - 1]! ^= 1;
    server.files.set(hubFile, changed);
    const right = weights({ files: [{ ...file, sizeBytes: bytes.length, sha256 }] });
    const error = await errorOf(pretrained(resnet18, right, options()));
    expect(error).toBeInstanceOf(DatasetError);
    expect(error.message).toContain(`instead of SHA-256 ${sha256}`);
    expect(error.message).toContain(`/timm/resnet18.tv_in1k/resolve/${revision}/model.safetensors elsewhere`);
    const longer = weights({ files: [{ ...file, sizeBytes: bytes.length + 8, sha256 }] });
    const sizeError = await errorOf(pretrained(resnet18, longer, options()));
    expect(sizeError).toBeInstanceOf(DatasetError);
    expect(sizeError.message).toContain(`${bytes.length + 8}`);
    await pretrained(resnet18, weights({ files: [file] }), options()); // what the hub lists now, into the cache
    server.files.set(hubFile, bytes);
    await expectSame((await pretrained(resnet18, right, options())).model, known);
  });

  it('lists in a few lines what differs in a file of another architecture, and frees the network', async () => {
    const other = densenet121({ depths: [2, 2], growthRate: 4, stemWidth: 4, numClasses: 3 });
    const file = await encodeWeights(other, { layout: 'torch' });
    await errorOf(pretrained(resnet18, weights(), { file, settings }));
    const before = liveMemory();
    const error = await errorOf(pretrained(resnet18, weights(), { file, settings }));
    expect(error).toBeInstanceOf(WeightsError);
    expect(error.message).toMatch(/\d+ missing, \d+ unexpected/);
    expect(error.message.length).toBeLessThan(1200);
    expect(error.message).toMatch(
      /It must have the head of 3 classes\. Pass in settings what differs otherwise; read/,
    );
    expect(liveMemory()).toEqual(before);
  });

  it('stops with its signal', async () => {
    server.files.set('models/tiny-resnet.pth', torchFile);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(pretrained(resnet18, weights(), { ...options(), signal })).rejects.toThrow('enough');
  });

  it('refuses weights of another network, by types too, and names that don’t fit', async () => {
    const messages = await Promise.all(
      [
        // @ts-expect-error weights of ResNet-34
        pretrained(resnet18, resnet34Weights.imagenet1kV1),
        pretrained(resnet34, undefined as never),
        pretrained((() => undefined) as never, published),
        pretrained(resnet18, published, { classNames: ['a', 'b'], numClasses: 3 }),
        pretrained(resnet18, published, { classNames: [] }),
        pretrained(resnet18, published, { numClasses: 0 }),
        pretrained(resnet18, published, { classNames: ['a', 2 as never] }),
        pretrained(resnet18, published, { classes: 3 } as never),
      ].map(async (work) => (await errorOf(work)).message),
    );
    expect(messages.slice(0, 7)).toEqual([
      '[pretrained] expected weights of resnet18, got weights of resnet34. Those of it are in resnet18Weights.',
      '[pretrained] expected weights of resnet34, got undefined. Those of it are in resnet34Weights.',
      expect.stringMatching(
        /^\[pretrained\] expected a function that makes a network, got .*\. Pass resnet18, or another one of @neurona\/cnn\.$/,
      ),
      '[pretrained] expected 3 names of classes, got 2. Leave out numClasses: it is the number of names.',
      '[pretrained] expected names of classes, got [].',
      '[pretrained] expected numClasses to be an integer of at least 1, got 0.',
      '[pretrained] expected names of classes, got [a, 2].',
    ]);
    expect(messages[7]).toContain('expected options among');
    expect(server.requests).toEqual([]);
  });
});
