// internal: finds and loads TensorFlow's native library
import { describeValue } from '@neurona/backend';
import type { KernelBackend } from '@tensorflow/tfjs-core';

/** Packages with TensorFlow's native library, the one with CUDA first. */
const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/** What tfjs-node registers with TensorFlow.js under the name `tensorflow`. */
export interface NativeBackend extends KernelBackend {
  readonly isGPUPackage: boolean;
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/** What these packages export, as far as it is used here. */
interface TfjsNode {
  readonly version: { readonly 'tfjs-node': string };
  findBackend(name: 'tensorflow'): NativeBackend;
}

/** A library that was loaded. */
export interface Library {
  readonly backend: NativeBackend;
  /** Its version, where it computes and what it came from. */
  readonly description: string;
}

/** The library, or why there is none. */
export type Search = { readonly library: Library } | { readonly reason: string };

/** Loads TensorFlow: from the folder in the variable NEURONA_TFJS_NODE, else by the first package that is installed. */
export const findLibrary = (): Promise<Search> => {
  const folder = globalThis.process?.env.NEURONA_TFJS_NODE;
  return search(folder ? [folder] : packages);
};

/** Loads the first of these packages, or absolute folders of packages, that loads. */
export async function search(names: readonly string[]): Promise<Search> {
  if (!globalThis.process?.getBuiltinModule) return { reason: 'it is a library for Node.js 20.19 or later' };
  supplyIsNullOrUndefined(process.getBuiltinModule('node:util'));
  const reasons: string[] = [];
  for (const name of names) {
    try {
      return { library: await load(name) };
    } catch (error) {
      if (!isMissing(error, name)) reasons.push(`${name} did not load: ${advise(error)}`);
    }
  }
  return { reason: reasons.length > 0 ? reasons.join('; ') : toInstall };
}

async function load(name: string): Promise<Library> {
  const module = (await import(/* @vite-ignore */ /* webpackIgnore: true */ entryOf(name))) as TfjsNode & {
    readonly default?: TfjsNode;
  };
  const { version, findBackend } = module.default ?? module;
  const backend = findBackend('tensorflow');
  return { backend, description: describe(backend, version['tfjs-node']) };
}

/** A package's name as it is; of a folder the file to import. */
function entryOf(name: string): string {
  const { isAbsolute, join } = process.getBuiltinModule('node:path');
  if (!isAbsolute(name)) return name;
  const { createRequire } = process.getBuiltinModule('node:module');
  const file = createRequire(join(name, 'package.json')).resolve('.');
  return process.getBuiltinModule('node:url').pathToFileURL(file).href;
}

function describe({ isGPUPackage, isUsingGpuDevice, binding }: NativeBackend, version: string): string {
  const place = isUsingGpuDevice ? 'CUDA' : 'the CPU';
  const from = `TensorFlow ${binding.TF_Version} on ${place}, by tfjs-node${isGPUPackage ? '-gpu' : ''} ${version}`;
  return isGPUPackage && !isUsingGpuDevice ? `${from}, which found no CUDA device` : from;
}

/** tfjs-node calls `util.isNullOrUndefined`, which Node.js has had no more since version 23. */
export function supplyIsNullOrUndefined(util: object): void {
  if ('isNullOrUndefined' in util) return;
  const value = (x: unknown): boolean => x === null || x === undefined;
  Object.defineProperty(util, 'isNullOrUndefined', { value, configurable: true, writable: true });
}

/** Whether the package itself isn't there, and not something that it needs. */
const isMissing = (error: unknown, name: string): boolean =>
  /cannot find (module|package)|failed to (load|resolve)/i.test(String(error)) &&
  new RegExp(`['"]${name}['"]|url ${name}`).test(String(error));

/** An error in loading, in one line, and what to do about it. */
function advise(error: unknown): string {
  const message = describeValue(error).trim().split('\n')[0]!;
  if (!message.includes('tfjs_binding.node')) return message;
  return `its addon tfjs_binding.node is missing, as its download failed or was not allowed. ${aroundDownload}`;
}

const aroundDownload =
  'Let it run again by `npm rebuild`, with TFJS_NODE_BASE_URI naming a mirror of its download or scripts/custom-binary.json in its folder a library of yours';

const toInstall = `TensorFlow is not installed: npm i @tensorflow/tfjs-node-gpu for a CUDA card, or @tensorflow/tfjs-node for the CPU. Where its download fails: ${aroundDownload[0]!.toLowerCase()}${aroundDownload.slice(1)}`;
