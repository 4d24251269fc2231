import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { encodeSafetensors, exportONNX } from '@neurona/checkpoints';
import { hostArray } from '@neurona/datasets';
import { Linear } from '@neurona/layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../console/usage-error.js';
import { damaged } from '../testing/damaged.js';
import { readContents } from './file-contents.js';
import { onnxContents } from './onnx-contents.js';

let folder: string;
beforeAll(async () => {
  await useBackend(cpu());
  folder = await mkdtemp(join(tmpdir(), 'neurona-cli-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

const fileOf = async (name: string, bytes: Uint8Array | string): Promise<string> => {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
};

describe('readContents', () => {
  it('tells what a file is by its bytes, not by its name', async () => {
    const weights = await encodeSafetensors({ w: hostArray([[1, 2, 3]]) }, { made: 'here' });
    expect(await readContents(await fileOf('strange.bin', weights))).toEqual({
      kind: 'safetensors',
      facts: [['made', 'here']],
      tensors: [{ name: 'w', dtype: 'F32', shape: [1, 3], sizeBytes: 12 }],
    });
    const onnx = await exportONNX(new Linear(4, 2), [1, 4]);
    expect((await readContents(await fileOf('strange', onnx))).kind).toBe('ONNX model');
  });

  it('says what it knows where a file is something else', async () => {
    const text = await fileOf('notes.txt', 'To whom it may concern');
    await expect(readContents(text)).rejects.toThrow(
      'is none of the files that are known here: safetensors,',
    );
    await expect(readContents(join(folder, 'none.pt'))).rejects.toThrow('There is no file ');
  });
});

describe('onnxContents', () => {
  it('ends with an error or with contents, whatever was changed in a file', async () => {
    const whole = await exportONNX(new Linear(4, 2), [1, 4], { metadata: { made: 'here' } });
    let refused = 0;
    for (let seed = 0; seed < 5000; seed++) {
      const bytes = damaged(whole, seed);
      try {
        expect(onnxContents(bytes, 'x.onnx').kind).toBe('ONNX model');
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });
});
