// internal: pictures to learn from
import { readFile, stat } from 'node:fs/promises';
import {
  CacheDataset,
  type Dataset,
  decodeImage,
  digits,
  fashionMnist,
  type HostArray,
  hostArray,
  imageFolder,
  mapDataset,
  mnist,
  onField,
  randomAffine,
  randomHorizontalFlip,
  resize,
  take,
  targetsOf,
  trainTestSplit,
} from '@neurona/datasets';
import type { PyTorchAugmentation } from '@neurona/pytorch';
import { Generator } from '@neurona/tensor';
import { UsageError } from '../../console/usage-error.js';
import { choice, number, path, type SettingsOf, toggle, whole } from '../../settings/setting.js';
import { checkClasses } from '../classification.js';
import { withPaperRemoved } from './paper.js';

/** Where pictures come from, and how they are made alike. */
export const pictureSettings = (source: 'digits' | 'folder') => ({
  source: choice(
    ['digits', 'folder', 'mnist', 'fashion-mnist'],
    source,
    'Pictures: 1,797 digits that are built in; your own folder; sets that are downloaded once.',
  ),
  path: path('Folder with a subfolder of pictures for each class; for the source folder.'),
  size: whole(32, 'Height and width that pictures of a folder are resized to, in pixels.', {
    least: 8,
    most: 1024,
  }),
  color: toggle(true, 'Whether pictures of a folder keep their colours.'),
  augment: choice(
    ['none', 'shift', 'shift and flip'],
    'none',
    'How pictures are varied in training: moved, turned and zoomed a little; mirrored too.',
  ),
  testShare: number(0.2, 'Share of the pictures that is held out for testing.', { least: 0.01, most: 0.9 }),
  limit: whole(0, 'Uses at most that many pictures; 0: all.'),
});

export type PictureSettings = SettingsOf<{ data: ReturnType<typeof pictureSettings> }>['data'];

/** What the model has to know of the pictures. */
export interface PictureFacts {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classNames: readonly string[];
}

/** Pictures to learn from and to test on. */
export interface Pictures {
  readonly facts: PictureFacts;
  readonly train: Dataset;
  readonly test: Dataset;
  readonly notes: readonly string[];
}

/** Reads the pictures that the settings name, and holds some out; the same seed holds the same out. */
export async function loadPictures(settings: PictureSettings, seed: number): Promise<Pictures> {
  const { train, test, classNames } = await split(settings, new Generator(seed));
  const [image] = await train.get(0);
  const [height, width, channels] = image!.shape as [number, number, number];
  const facts = { height, width, channels, classNames };
  const notes = [
    `${train.length} pictures of ${classNames.length} classes to learn from, ${test.length} to test on, ${height} × ${width}${channels === 1 ? ', grey' : ''}.`,
  ];
  return { facts, train: augmented(train, settings.augment), test, notes };
}

async function split(
  settings: PictureSettings,
  rng: Generator,
): Promise<{ train: Dataset; test: Dataset; classNames: readonly string[] }> {
  const limited = (data: Dataset): Dataset =>
    settings.limit > 0 && settings.limit < data.length ? take(data, settings.limit) : data;
  if (settings.source !== 'folder' && settings.path !== '') {
    throw new UsageError(
      `data.path is for pictures of your own, and data.source is ${settings.source}. Use the recipe pictures, or --set data.source=folder.`,
    );
  }
  if (settings.source === 'mnist' || settings.source === 'fashion-mnist') {
    const set = settings.source === 'mnist' ? mnist : fashionMnist;
    const [train, test] = [await set(), await set({ split: 'test' })];
    return { train: limited(train), test: limited(test), classNames: train.classNames ?? [] };
  }
  const all = settings.source === 'digits' ? await digits() : await folderOf(settings);
  const classNames = all.classNames ?? [];
  const classes = settings.source === 'folder' ? await classesOf(all) : undefined;
  if (classes) checkCounts(classes, classNames, settings.path);
  const [train, test] = trainTestSplit(settings.source === 'digits' ? limited(all) : all, {
    testSize: settings.testShare,
    rng,
    ...(classes && { stratify: classes }),
  });
  return settings.source === 'folder'
    ? { train: limited(train), test: limited(test), classNames }
    : { train, test, classNames };
}

async function folderOf({ path: folder, size, color }: PictureSettings): Promise<Dataset> {
  if (folder === '') {
    throw new UsageError(
      'Which pictures? Name a folder that has a subfolder of pictures for each class: --data path/to/pictures',
    );
  }
  await checkReader();
  await checkFolder(folder);
  const images = await imageFolder(folder, { transform: resize([size, size]), channels: color ? 3 : 1 });
  return new CacheDataset(images);
}

const classesOf = async (data: Dataset): Promise<ArrayLike<number>> =>
  data instanceof CacheDataset && 'targets' in data.dataset
    ? (data.dataset.targets as Int32Array)
    : await targetsOf(data);

/** How far pictures are moved, turned and zoomed. */
const moves = { degrees: 10, translate: [0.1, 0.1], scale: [0.9, 1.1] } as const;

const torchAugmentation = (how: PictureSettings['augment']): PyTorchAugmentation | undefined =>
  how === 'none' ? undefined : { affine: moves, ...(how === 'shift and flip' && { horizontalFlip: 0.5 }) };

/** How exported programs vary pictures as the settings say. */
export const torchVariation = {
  augmentation: ({ data }: { readonly data: PictureSettings }) => torchAugmentation(data.augment),
  unvaried: <S extends { readonly data: PictureSettings }>(values: S): S => ({
    ...values,
    data: { ...values.data, augment: 'none' },
  }),
};

function augmented(data: Dataset, how: PictureSettings['augment']): Dataset {
  if (how === 'none') return data;
  const move = randomAffine({ ...moves, interpolation: 'bilinear' });
  const moved = mapDataset(data, onField(0, move));
  return how === 'shift' ? moved : mapDataset(moved, onField(0, randomHorizontalFlip()));
}

/** Pictures of a folder with a subfolder for each class, of those that the model knows, as it takes them. */
export async function loadTestPictures(
  folder: string,
  { data }: { readonly data: PictureSettings },
  facts: PictureFacts,
): Promise<Dataset> {
  await checkReader();
  await checkFolder(folder);
  const { channels, classNames } = facts;
  const images = await imageFolder(folder, {
    channels: channels === 1 ? 1 : 3,
    transform: asModelTakes(facts, data),
  });
  checkClasses(images.classNames, classNames, folder);
  const places = images.classNames.map((name) => classNames.indexOf(name));
  const numbered = mapDataset(
    images,
    onField(1, (target) => hostArray(Int32Array.of(places[Number(target.values[0])]!), [])),
  );
  return new CacheDataset({ ...numbered, classNames });
}

/** Throws where pictures can't be in a folder. */
async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) throw new UsageError(`There is no folder ${folder}.`);
  if (!found.isDirectory())
    throw new UsageError(
      `${folder} is a file; name a folder that has a subfolder of pictures for each class.`,
    );
}

/** Throws where a class has too few pictures to learn from some and test on others. */
function checkCounts(classes: ArrayLike<number>, names: readonly string[], folder: string): void {
  const counts = names.map(() => 0);
  for (const one of Array.from(classes)) counts[one]!++;
  const [few] = names.filter((_, i) => counts[i]! < 2);
  if (few !== undefined)
    throw new UsageError(
      `${folder} has fewer than two pictures of ${few}: each class needs some to learn from, and others to test on.`,
    );
}

/** Throws where the package that reads files of pictures is missing, or can't be loaded. */
const checkReader = (): Promise<unknown> =>
  import('sharp').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      error.code === 'ERR_MODULE_NOT_FOUND'
        ? 'Pictures are read by the package sharp, which is not installed here. Install it beside neurona:  npm i neurona sharp'
        : `Pictures are read by the package sharp, which can't be loaded here: ${error.message}`,
    );
  });

const asModelTakes =
  ({ height, width }: PictureFacts, { source }: PictureSettings) =>
  (image: HostArray): HostArray =>
    resize([height, width])(source === 'folder' ? image : withPaperRemoved(image));

/** Reads a picture file as the model's pictures are: resized, in colour or grey. */
export async function readPicture(
  file: string,
  { data }: { readonly data: PictureSettings },
  facts: PictureFacts,
): Promise<HostArray> {
  await checkReader();
  const image = await decodeImage(await readFile(file), { channels: facts.channels === 1 ? 1 : 3, file });
  return asModelTakes(facts, data)(image);
}
