import { type Manifest, parseManifest } from './manifest.js';
import { type HostArray, readSafetensors } from './safetensors.js';

/** The source of golden files: a folder, or a server. */
export interface GoldenSource {
  /** Where, for people. */
  readonly place: string;
  readonly manifest: Manifest;
  /** The tensors of a file, by `<case id>/<role>/<name>`. */
  tensors(file: string): Promise<ReadonlyMap<string, HostArray>>;
}

/** Golden files by a function that reads one. Files are read once. */
export async function openGoldens(
  place: string,
  read: (file: string) => Promise<Uint8Array>,
): Promise<GoldenSource> {
  const manifest = parseManifest(new TextDecoder().decode(await read('manifest.json')));
  const files = new Map<string, Promise<ReadonlyMap<string, HostArray>>>();
  return {
    place,
    manifest,
    tensors(file) {
      let tensors = files.get(file);
      if (!tensors) {
        tensors = read(file).then((bytes) => readSafetensors(bytes, file));
        files.set(file, tensors);
      }
      return tensors;
    },
  };
}
