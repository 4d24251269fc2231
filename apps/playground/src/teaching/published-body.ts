import { loadWeights, weightsFingerprint } from '@neurona/checkpoints';
import {
  type EvaluationTransforms,
  pretrained,
  type ResNet,
  resnet18,
  resnet18Weights,
  resnet34Weights,
} from '@neurona/cnn';
import { hostArray, hubFile, type ImageTransform } from '@neurona/datasets';
import { noGrad, scoped, tensor } from '@neurona/tensor';
import { keptSide } from '../weights/body-sizes.js';
import type { OwnNetwork } from '../weights/own-network.js';
import type { HubNetwork } from './classes.js';

/** A published network as a body: its head is not asked. */
export interface PublishedBody {
  /** The same for the same weights. */
  readonly id: string;
  /** What it is called: ResNet-18. */
  readonly name: string;
  readonly model: ResNet;
  readonly transforms: EvaluationTransforms;
  readonly preprocess: ImageTransform;
  /** How many features it makes of a picture. */
  readonly features: number;
}

/** What loading a body is told, and tells. */
export interface LoadBodyOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes that came, and all of them where that is known. */
  readonly onProgress?: ((loaded: number, total: number | undefined) => void) | undefined;
}

const published = resnet18Weights.imagenet1kV1;
const names: Readonly<Record<string, string>> = { '2 2 2 2': 'ResNet-18', '3 4 6 3': 'ResNet-34' };

/** A body that is read, and how many trainers use it. */
interface Held {
  readonly body: Promise<PublishedBody>;
  users: number;
}

/** Bodies by the choice that they were read for: trainers share them. */
const held = new Map<string, Held>();
const mostUnused = 1; // the one that a trainer is made for next

/**
 * The body of a file or of the hub, which is read once.
 * @throws WeightsError if the file holds another network; the message lists what differs.
 */
export function publishedBody(
  choice: OwnNetwork | HubNetwork,
  options: LoadBodyOptions = {},
): Promise<PublishedBody> {
  const { id } = choice;
  const one = held.get(id) ?? { body: read(choice, options), users: 0 };
  held.delete(id);
  held.set(id, one); // as the last one
  one.body.then(freeUnused, () => held.delete(id));
  return one.body;
}

/** The same for a trainer, which gives it back with {@link giveBack}. */
export function useBody(choice: OwnNetwork | HubNetwork): Promise<PublishedBody> {
  const body = publishedBody(choice);
  held.get(choice.id)!.users++;
  return body;
}

/** Says that a trainer doesn't use the body of a choice any more. */
export function giveBack({ id }: OwnNetwork | HubNetwork): void {
  const one = held.get(id);
  if (one) one.users--;
  freeUnused();
}

/** Frees bodies that no trainer uses, but for the last ones. */
function freeUnused(): void {
  const unused = [...held].filter(([, { users }]) => users === 0);
  for (const [id, { body }] of unused.slice(0, -mostUnused)) {
    held.delete(id);
    body.then(
      ({ model }) => model.dispose(),
      () => {}, // there is nothing to free
    );
  }
}

async function read(
  choice: OwnNetwork | HubNetwork,
  { signal, onProgress }: LoadBodyOptions,
): Promise<PublishedBody> {
  const file = 'file' in choice ? choice.file : await download(choice.repository, { signal, onProgress });
  const { width, depths, numClasses } = await sizesIn(file);
  const weights = { ...published, numClasses };
  const { model, preprocess } = await pretrained(resnet18, weights, {
    file,
    settings: { width, depths },
    ...(signal && { signal }),
  });
  const ofBody = Object.entries(model.stateDict()).filter(([path]) => !path.startsWith('fc.'));
  return {
    id: await weightsFingerprint(Object.fromEntries(ofBody)),
    name: names[depths.join(' ')] ?? 'ResNet',
    model: model.freeze(),
    transforms: published.transforms,
    preprocess,
    features: model.fc.inFeatures,
  };
}

/** A file of the hub: of the commit, and with the checksum, that are known for the published ones. */
async function download(repository: string, { signal, onProgress }: LoadBodyOptions): Promise<Uint8Array> {
  const known = [published, resnet34Weights.imagenet1kV1]
    .flatMap(({ files }) => files)
    .find((place) => 'repository' in place && place.repository === repository);
  const { revision, sizeBytes, sha256 } = (known ?? {}) as Extract<
    (typeof published.files)[number],
    { readonly repository: string }
  >;
  const found = await hubFile(repository, 'model.safetensors', {
    ...(revision !== undefined && { revision }),
    sizeBytes,
    sha256,
    signal,
    onProgress: ({ loadedBytes, totalBytes }) => onProgress?.(loadedBytes, totalBytes),
  });
  return found.bytes();
}

/** How wide and deep the residual network of a file is, and for how many classes; of another network those of the published one. */
async function sizesIn(file: File | Uint8Array): Promise<Sizes> {
  const depths = [0, 0, 0, 0];
  const probe = resnet18({ width: 1, depths: [1, 1, 1, 1], numClasses: 1 }); // no file's layers are as small
  try {
    const { mismatched } = await loadWeights(probe, file, {
      strict: false,
      layout: 'torch',
      rename(key) {
        const [, stage, block] = /^layer([1-4])\.(\d+)\.conv1\.weight$/.exec(key) ?? [];
        if (stage) depths[Number(stage) - 1] = Math.max(depths[Number(stage) - 1]!, Number(block) + 1);
        return key;
      },
    });
    const firstSize = (name: string): number => mismatched.find(({ key }) => key === name)?.shape[0] ?? 0;
    const [width, numClasses] = [firstSize('conv1.weight'), firstSize('fc.bias')];
    const isResidual = width > 0 && numClasses > 0 && !depths.includes(0);
    return isResidual ? { width, depths, numClasses } : usual;
  } finally {
    probe.dispose();
  }
}

interface Sizes {
  readonly width: number;
  readonly depths: readonly number[];
  readonly numClasses: number;
}

const usual: Sizes = { width: 64, depths: [2, 2, 2, 2], numClasses: published.numClasses };

/** The features of one picture: what the last stage makes of it, averaged over all places. */
export async function featuresOf(body: PublishedBody, square: Uint8Array): Promise<Float32Array> {
  const values = Float32Array.from(square, (value) => value / 255);
  const image = body.preprocess(hostArray(values, [keptSide, keptSide, 3]));
  const { model } = body;
  const found = noGrad(() =>
    scoped(() => {
      const maps = model.features(tensor(image.values, { shape: [1, ...image.shape] }));
      return model.avgpool.forward(maps).flatten(1);
    }),
  );
  const features = (await found.data()) as Float32Array;
  found.dispose();
  return features.slice();
}
