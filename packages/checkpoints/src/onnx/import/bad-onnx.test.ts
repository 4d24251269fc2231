import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { BatchNorm1d, Conv1d, Dropout, GRU, Linear, Sequential } from '@neurona/layers';
import { ones, zeros } from '@neurona/tensor';
import { PbfWriter } from 'pbf';
import { beforeAll, describe, expect, it } from 'vitest';
import { CheckpointError } from '../../checkpoint-error.js';
import { fuzzAsync } from '../../testing/fuzz.js';
import { exportONNX } from '../export/export-onnx.js';
import { importONNX } from './import-onnx.js';

beforeAll(async () => {
  await useBackend(cpu());
});

interface RawNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly domain?: string;
}

interface RawFile {
  readonly nodes?: readonly RawNode[];
  readonly opset?: number;
  readonly outputs?: readonly string[];
  /** A weight `w` [2], its values in this file. */
  readonly external?: string;
  readonly weightBytes?: number;
}

/** A file as anyone may write it: x → y, with a weight w of two numbers. */
function rawFile({
  nodes = [],
  opset = 17,
  outputs = ['y'],
  external,
  weightBytes = 8,
}: RawFile): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(1, 8);
  const writeText = (field: number, texts: readonly string[], to: PbfWriter): void => {
    for (const text of texts) to.writeStringField(field, text);
  };
  const writeWeight = (_: undefined, to: PbfWriter): void => {
    to.writeVarintField(1, 2);
    to.writeVarintField(2, 1);
    writeText(8, ['w'], to);
    if (external === undefined) to.writeBytesField(9, new Uint8Array(weightBytes));
    else {
      to.writeMessage(13, (pair: readonly string[], at: PbfWriter) => pair.forEach((text, i) => writeText(i + 1, [text], at)), ['location', external]); // biome-ignore format: one line
      to.writeVarintField(14, 1);
    }
  };
  const writeNode = ({ op, inputs, output, domain }: RawNode, to: PbfWriter): void => {
    writeText(1, inputs, to);
    writeText(2, [output], to);
    writeText(3, [`the ${op}`], to);
    writeText(4, [op], to);
    if (domain) writeText(7, [domain], to);
  };
  writer.writeMessage(
    7,
    (_: undefined, to: PbfWriter) => {
      for (const node of nodes) to.writeMessage(1, writeNode, node);
      to.writeMessage(5, writeWeight, undefined);
      to.writeMessage(11, (name: string, at: PbfWriter) => writeText(1, [name], at), 'x');
      for (const name of outputs)
        to.writeMessage(12, (text: string, at: PbfWriter) => writeText(1, [text], at), name);
    },
    undefined,
  );
  writer.writeMessage(8, (version: number, to: PbfWriter) => to.writeVarintField(2, version), opset);
  return writer.finish();
}

const add: RawNode = { op: 'Add', inputs: ['x', 'w'], output: 'y' };

const refusal = async (file: RawFile): Promise<string> =>
  importONNX(rawFile(file)).then(
    () => 'none',
    (error: unknown) => {
      expect(error).toBeInstanceOf(CheckpointError);
      return (error as Error).message;
    },
  );

describe('importONNX', () => {
  it('reads a plain file', async () => {
    const model = await importONNX(rawFile({ nodes: [add] }));
    expect(String(model)).toBe('ONNXModel(x → y)');
    expect(model.forward(ones([3, 2]))).toMatchObject({ shape: [3, 2] });
  });

  it('names the operation that it does not read, and its node', async () => {
    const loop = await refusal({ nodes: [{ op: 'Loop', inputs: ['x'], output: 'y' }] });
    expect(loop).toBe(
      '[importONNX] expected operations that are read, got Loop (node the Loop) (bytes in memory).',
    );
    const other = await refusal({ nodes: [{ ...add, domain: 'com.microsoft' }] });
    expect(other).toContain('got com.microsoft.Add (node the Add)');
  });

  it('refuses other versions of the operators', async () => {
    for (const opset of [0, 8, 99]) {
      const message = await refusal({ nodes: [add], opset });
      expect(message).toContain(`expected operators of version 9 to 21, got ${opset}`);
      expect(message).toContain('opset_version=17');
    }
  });

  it('refuses graphs that are none', async () => {
    expect(await refusal({ nodes: [{ ...add, inputs: ['x', 'v'] }] })).toContain(
      'got v, which nothing gives (node the Add)',
    );
    expect(await refusal({ nodes: [add, add] })).toContain(
      'expected values that are given once, got y twice',
    );
    expect(await refusal({ nodes: [add], outputs: ['z'] })).toContain(
      'expected outputs that nodes give, got z',
    );
    expect(await refusal({ nodes: [add], outputs: [] })).toContain('got none');
    expect(await refusal({ nodes: [add], weightBytes: 7 })).toContain(
      'expected 8 bytes of values, got 7 (w, bytes in memory)',
    );
  });

  it('reads values of files beside the model, and says which is missing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'neurona-onnx-'));
    const path = join(folder, 'model.onnx');
    await writeFile(path, rawFile({ nodes: [add], external: 'w.bin' }));
    await expect(importONNX(path)).rejects.toThrow(CheckpointError);
    await writeFile(join(folder, 'w.bin'), new Uint8Array(Float32Array.of(1, 2).buffer));
    const model = await importONNX(path);
    expect(await model.stateDict().w!.data()).toEqual(Float32Array.of(1, 2));
    const bytes = rawFile({ nodes: [add], external: 'w.bin' });
    await expect(importONNX(bytes)).rejects.toThrow(
      'expected values in the file "w.bin" beside the model, got no such file',
    );
    const given = await importONNX(bytes, { external: { 'w.bin': new Uint8Array(8) } });
    expect(given.parameters()).toHaveLength(1);
    await writeFile(path, rawFile({ nodes: [add], external: '../secret' }));
    await expect(importONNX(path)).rejects.toThrow('expected values in the file "../secret"');
    await rm(folder, { recursive: true });
  });

  it('says what is wrong with the tensors of a call, and at which node', async () => {
    const model = await importONNX(await exportONNX(new Linear(3, 2), [1, 3]));
    expect(() => model.forward()).toThrow('[ONNXModel] expected 1 tensors: input, got 0.');
    expect(() => model.forward(zeros([2, 4]))).toThrow(
      /\[ONNXModel\] expected inputs that the node takes.*MatMul/s,
    );
  });

  it('refuses no file, other files and unknown options', async () => {
    await expect(importONNX('/nowhere/at-all.onnx')).rejects.toThrow(CheckpointError);
    await expect(importONNX(new Uint8Array(0))).rejects.toThrow(
      'expected an ONNX file, with a graph, got none',
    );
    await expect(importONNX(new TextEncoder().encode('{"a": 1}'))).rejects.toThrow(CheckpointError);
    await expect(importONNX(rawFile({ nodes: [add] }), { strict: true } as never)).rejects.toThrow(
      '[importONNX]',
    );
  });

  it('reads or refuses 4,000 damaged files, and never anything else', async () => {
    const whole = await exportONNX(
      new Sequential(new Conv1d(2, 3, 2), new BatchNorm1d(3), new Dropout(0.1), new Linear(3, 2)).eval(),
      [1, 4, 2],
    );
    const recurrent = await exportONNX(new GRU(2, 2), [1, 3, 2]);
    const counts = await fuzzAsync(4000, async (random) => {
      const file = random.pick([whole, recurrent]);
      const model = await importONNX(random(2) === 0 ? random.flipBytes(file) : random.splice(file));
      model.dispose();
    });
    expect(counts.failed).toEqual([]);
    expect(counts.refused).toBeGreaterThan(800);
    expect(counts.read).toBeGreaterThan(200);
  });
});
