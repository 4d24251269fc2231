import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { search, supplyIsNullOrUndefined } from './tfjs-node.js';

const root = mkdtempSync(join(tmpdir(), 'neurona-node-gpu-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A folder with a package of one file. */
function packageOf(name: string, code: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "main": "index.js" }');
  writeFileSync(join(folder, 'index.js'), code);
  return folder;
}

/** A library that says this of itself. */
const libraryOf = (name: string, isGPUPackage: boolean, isUsingGpuDevice: boolean): string =>
  packageOf(
    name,
    `const backend = { isGPUPackage: ${isGPUPackage}, isUsingGpuDevice: ${isUsingGpuDevice}, binding: { TF_Version: '2.9.1' } };
     module.exports = { version: { 'tfjs-node': '4.22.0' }, findBackend: () => backend };`,
  );

describe('search', () => {
  it('says what to install where no package is there, and the ways round its download', async () => {
    expect(await search(['@tensorflow/no-such-package'])).toEqual({
      reason:
        'TensorFlow is not installed: npm i @tensorflow/tfjs-node-gpu for a CUDA card, or @tensorflow/tfjs-node for the CPU. ' +
        'Where its download fails: let it run again by `npm rebuild`, with TFJS_NODE_BASE_URI naming a mirror of its download or ' +
        'scripts/custom-binary.json in its folder a library of yours',
    });
  });

  it('says what to do where the addon was not downloaded', async () => {
    const folder = packageOf(
      'without-addon',
      "throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found at path: /there.\\nPlease run');",
    );
    expect(await search([folder])).toEqual({
      reason: expect.stringMatching(
        /without-addon did not load: its addon tfjs_binding\.node is missing.*TFJS_NODE_BASE_URI/,
      ),
    });
  });

  it('goes on to the next package where one does not load, and gives the reason of each where none does', async () => {
    const broken = packageOf('broken', "throw new Error('no such symbol: TF_Version\\nand more');");
    const incomplete = packageOf('incomplete', "require('no-such-dependency');");
    const whole = libraryOf('whole', false, false);
    expect(await search([broken, whole])).toMatchObject({ library: {} });
    expect(await search([broken, incomplete])).toEqual({
      reason: `${broken} did not load: no such symbol: TF_Version; ${incomplete} did not load: Cannot find module 'no-such-dependency'`,
    });
  });

  it.each([
    ['gpu-with-card', true, true, 'TensorFlow 2.9.1 on CUDA, by tfjs-node-gpu 4.22.0'],
    [
      'gpu-without-card',
      true,
      false,
      'TensorFlow 2.9.1 on the CPU, by tfjs-node-gpu 4.22.0, which found no CUDA device',
    ],
    ['cpu', false, false, 'TensorFlow 2.9.1 on the CPU, by tfjs-node 4.22.0'],
  ])('describes the library: %s', async (name, isGPUPackage, isUsingGpuDevice, description) => {
    const found = await search([libraryOf(name, isGPUPackage, isUsingGpuDevice)]);
    expect(found).toMatchObject({ library: { description } });
  });
});

describe('supplyIsNullOrUndefined', () => {
  it('adds the function where Node.js has it no more, and nothing else', () => {
    const util: { isNullOrUndefined?: (x: unknown) => boolean } = {};
    supplyIsNullOrUndefined(util);
    expect([null, undefined, 0, ''].map((x) => util.isNullOrUndefined!(x))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(Object.keys(util)).toEqual([]);
    expect(Object.getOwnPropertyNames(util)).toEqual(['isNullOrUndefined']);
  });

  it('leaves one that is there', () => {
    const isNullOrUndefined = (): boolean => true;
    const util = { isNullOrUndefined };
    supplyIsNullOrUndefined(util);
    expect(util.isNullOrUndefined).toBe(isNullOrUndefined);
  });
});
