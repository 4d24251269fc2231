import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as layers from './index.js';
import { Module } from './module.js';

/** What a bundle's entry gives: texts in which layers are named. */
const entry = `
import { cpu } from '@neurona/backend-cpu';
import { useBackend } from '@neurona/backend';
import { ones } from '@neurona/tensor';
import { BatchNorm1d, Conv2d, Linear, LSTM, Module, ReLU, Sequential, summary } from './index.ts';

await useBackend(cpu());
class Head extends Linear {
  static kind = 'Head';
}
const model = new Sequential(new LSTM(4, 3), new ReLU(), new Head(3, 2));
const messageOf = (body) => {
  try {
    body();
  } catch (error) {
    return error.message;
  }
};
export const names = {
  printed: String(model),
  rows: summary(model, [2, 5, 4]).rows.map(({ type }) => type),
  layer: messageOf(() => new BatchNorm1d(2).forward(ones([4, 3]))),
  argument: messageOf(() => new Sequential(new Linear(2, 2), {}, 3)),
  received: messageOf(() => new Conv2d(new ReLU(), 2, 3)),
  mangled: Linear.name,
};
`;

describe('names of layers', () => {
  let folder: string;
  let names: Readonly<Record<'printed' | 'rows' | 'layer' | 'argument' | 'received' | 'mangled', unknown>>;

  beforeAll(async () => {
    await useBackend(cpu());
    folder = await mkdtemp(join(tmpdir(), 'neurona-minified-'));
    const outfile = join(folder, 'bundle.mjs');
    await build({
      stdin: { contents: entry, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
      outfile,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      platform: 'node',
      conditions: ['@neurona/source'],
      logLevel: 'error',
    });
    ({ names } = (await import(pathToFileURL(outfile).href)) as { names: typeof names });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('survive a minifier, in printing, summaries and messages', () => {
    expect(names.mangled).not.toBe('Linear');
    expect(names.printed).toMatch(
      /^Sequential\(\n {2}\(0\): LSTM\([\s\S]*\n {2}\(1\): ReLU\(\)\n {2}\(2\): Head\(3, 2\)\n\)$/,
    );
    expect(names.rows).toEqual(['LSTM', 'ReLU', 'Head']);
    expect(names.layer).toContain('[BatchNorm1d] expected 2 features on the last axis, got 3');
    expect(names.argument).toContain('[Sequential] expected modules, got {}');
    expect(names.received).toContain('got an instance of ReLU');
  });

  it('are those under which layers are exported', () => {
    const classes = Object.entries(layers).filter(
      ([name, value]) =>
        typeof value === 'function' && value.prototype instanceof Module && name !== 'RecurrentLayer', // abstract
    ) as [string, typeof Module][];
    expect(classes.length).toBeGreaterThan(80);
    for (const [name, layer] of classes) {
      const own = Object.hasOwn(layer, 'kind') ? layer.kind : undefined;
      expect(own, name).toBe(name);
    }
  });
});
