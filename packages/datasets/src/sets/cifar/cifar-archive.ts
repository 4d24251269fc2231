// internal
import { obtain } from '../../download/download.js';
import type { DownloadOptions, DownloadSource } from '../../download/download-source.js';
import { fromFolder, lookInFolder, ownFolder } from '../../download/own-folder.js';
import type { CifarImages } from '../../formats/cifar-images.js';
import { decodeCifar } from '../../formats/decode-cifar.js';
import type { Place } from '../../formats/place.js';
import { readTarGz } from '../../formats/tar.js';
import { unpackGzip } from '../../formats/unpack-gzip.js';
import { type HostArray, hostArray } from '../../host-array.js';

const maxArchiveBytes = 200e6; // unpacked it has 184 MB

/** A set in an archive of binary files. */
export interface CifarArchive {
  /** The function that loads it. */
  readonly subject: string;
  readonly source: DownloadSource;
  /** Its folder among data, and the one in the archive. */
  readonly folders: readonly [own: string, archived: string];
  /** Number of classes for each byte before the pixels. */
  readonly classes: readonly number[];
}

/** A file of the archive and how many images it has; in a folder it may have fewer. */
export type CifarFile = readonly [name: string, images: number];

/** Images of some of the archive's files, one after another: from the archive, or from the same files in a folder. */
export async function cifarImages(
  archive: CifarArchive,
  files: readonly CifarFile[],
  options: DownloadOptions,
): Promise<CifarImages> {
  const folder = ownFolder(options);
  const packed = folder === undefined || (await lookInFolder(folder, [archive.source.name], options));
  const parts = packed
    ? await fromArchive(archive, files, options)
    : await fromFiles(archive, files, folder, options);
  return parts.length === 1 ? parts[0]! : join(parts);
}

async function fromArchive(
  archive: CifarArchive,
  files: readonly CifarFile[],
  options: DownloadOptions,
): Promise<CifarImages[]> {
  const found = await obtain(archive.source, options);
  const place: Place = { subject: archive.subject, file: found.name, maxBytes: maxArchiveBytes };
  const imageBytes = archive.classes.length + 3072;
  const sizes = new Map(files.map(([name, images]) => [name, images * imageBytes]));
  const contents = await readTarGz(await found.bytes(), sizes, place);
  return files.map(([name]) =>
    decodeCifar(contents.get(name)!, archive.classes, { ...place, file: `${place.file}/${name}` }),
  );
}

async function fromFiles(
  archive: CifarArchive,
  files: readonly CifarFile[],
  folder: string,
  options: DownloadOptions,
): Promise<CifarImages[]> {
  const parts: CifarImages[] = [];
  for (const [name, images] of files) {
    const found = await fromFolder(
      folder,
      archive.folders.map((own) => `${own}/${name}`),
      options,
    );
    const maxBytes = images * (archive.classes.length + 3072);
    const place: Place = { subject: archive.subject, file: found.name, maxBytes };
    parts.push(decodeCifar(await unpackGzip(await found.bytes(), place), archive.classes, place));
  }
  return parts;
}

function join(parts: readonly CifarImages[]): CifarImages {
  const values = parts.map(({ images }) => images.values);
  const images = new Float32Array(values.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const own of values) {
    images.set(own, at);
    at += own.length;
  }
  const [, ...shape] = parts[0]!.images.shape;
  const labels = parts[0]!.labels.map((_, j): HostArray => {
    const all = parts.flatMap((part) => Array.from(part.labels[j]!.values));
    return hostArray(Int32Array.from(all));
  });
  return { images: hostArray(images, [images.length / 3072, ...shape]), labels };
}
