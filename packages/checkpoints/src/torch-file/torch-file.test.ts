import { type HostArray, hostArray } from '@neurona/datasets';
import { describe, expect, it } from 'vitest';
import { CheckpointError } from '../checkpoint-error.js';
import { memorySource } from '../files/memory-source.js';
import { loadSafetensors } from '../safetensors/open-safetensors.js';
import { fixture, fixturePath } from '../testing/fixtures.js';
import { fuzzAsync } from '../testing/fuzz.js';
import { loadTorch, openTorchBytes } from './open-torch-file.js';

const bytesOf = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

/** A zip archive of uncompressed records, as torch.save writes them. */
function zip(records: Record<string, readonly number[]>): Uint8Array {
  const local: number[] = [];
  const central: number[] = [];
  const le = (value: number, bytes: number): number[] =>
    Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 255);
  for (const [name, data] of Object.entries(records)) {
    const sizes = [
      ...le(0, 4),
      ...le(data.length, 4),
      ...le(data.length, 4),
      ...le(name.length, 2),
      ...le(0, 2),
    ];
    central.push(
      ...le(0x02014b50, 4),
      ...le(0, 12),
      ...sizes,
      ...le(0, 10),
      ...le(local.length, 4),
      ...bytesOf(name),
    );
    local.push(...le(0x04034b50, 4), ...le(0, 10), ...sizes, ...bytesOf(name), ...data);
  }
  const count = Object.keys(records).length;
  const end = [
    ...le(0x06054b50, 4),
    ...le(0, 4),
    ...le(count, 2),
    ...le(count, 2),
    ...le(central.length, 4),
    ...le(local.length, 4),
    0,
    0,
  ];
  return Uint8Array.from([...local, ...central, ...end]);
}

const archive = (pickle: string): Uint8Array =>
  zip({ 'a/data.pkl': bytesOf(pickle), 'a/data/0': [0, 0, 128, 63] });

const global = (name: string): string => `c${name.replace(/\.([^.]*)$/, '\n$1')}\n`;
const storage = `(X\x07\0\0\0storage${global('torch.FloatStorage')}X\x01\0\0\x000X\x03\0\0\0cpuK\x01tQ`;
const tensor = (shape: string, strides: string): string =>
  `${global('torch._utils._rebuild_tensor_v2')}(${storage}K\x00(${shape}t(${strides}t\x89}tR`;

describe('files of torch.save', () => {
  it.each([
    'dtypes.pt',
    'dtypes-old.pth',
    'dtypes-protocol-0.pt',
    'dtypes-protocol-1.pt',
    'dtypes-protocol-1-old.pth',
  ])('%s are read with every dtype, view and shape', async (name) => {
    const tensors = await loadTorch(fixture(name), {});
    const wanted = await loadSafetensors(fixture('dtypes.safetensors'));
    expect(Object.keys(tensors)).toEqual(Object.keys(wanted));
    for (const [key, array] of Object.entries(wanted)) expect(tensors[key], key).toEqual(array);
  });

  it('are read from a path, lazily and by rows', async () => {
    const file = await openTorchBytes(memorySource('f', fixture('dtypes.pt')));
    expect(file.info('strided')).toEqual({ stored: 'F32', dtype: 'float32', shape: [3, 2], sizeBytes: 24 });
    const all = await file.read('strided');
    const row = await file.read('strided', { rows: [1, 2] });
    expect(row).toEqual({ ...all, shape: [1, 2], values: all.values.slice(2, 4) });
    await expect(file.read('strided', { rows: [2, 4] })).rejects.toThrow(
      'expected rows from 0 to 3, got [2, 4] (strided)',
    );
    await expect(file.read('none')).rejects.toThrow('expected the key of a tensor in the file, got none');
    expect(Object.keys(await loadTorch(fixturePath('picture.pt')))).toContain('features.1.running_mean');
  });

  it.each(['kinds.pt', 'kinds-old.pth'])('%s gives what can be read, and names the rest', async (name) => {
    await expect(loadTorch(fixture(name))).rejects.toThrow(
      '[loadTorch] expected tensors of floats, integers or booleans, with all their values, got complex, a tensor of complex64; ' +
        'sparse, a sparse tensor; quantized, a quantized tensor (complex, bytes in memory). To load the others, pass onLeftOut',
    );
    const left: string[][] = [];
    const tensors = await loadTorch(fixture(name), { onLeftOut: (...one) => left.push(one) });
    expect(left).toEqual([
      ['complex', 'a tensor of complex64'],
      ['sparse', 'a sparse tensor'],
      ['quantized', 'a quantized tensor'],
    ]);
    expect(tensors).toEqual({
      before: hostArray(Float32Array.of(0, 1, 2)),
      expanded: hostArray(Float32Array.of(1, 2, 3, 1, 2, 3), [2, 3]),
      after: hostArray(Int32Array.of(0, 1, 2, 3)),
    });
  });

  it('reads types that stand beside a storage of bytes, and names those that it lacks', async () => {
    const bytes = `(X\x07\0\0\0storage${global('torch.storage.UntypedStorage')}X\x01\0\0\x000X\x03\0\0\0cpuK\x04tQ`;
    const typed = (type: string) =>
      `${global('torch._utils._rebuild_tensor_v3')}(${bytes}K\x00(K\x02t(K\x01t\x89}${global(type)}}tR`;
    const file = archive(
      `\x80\x02}X\x01\0\0\0a${typed('torch.uint16')}sX\x01\0\0\0b${typed('torch.float8_e4m3fn')}s.`,
    );
    const left: string[][] = [];
    const tensors = await loadTorch(file, { onLeftOut: (...one) => left.push(one) });
    expect(tensors).toEqual({ a: hostArray(Int32Array.of(0, 0x3f80)) });
    expect(left).toEqual([['b', 'a tensor of float8_e4m3fn']]);
  });

  it('refuses a little that would be expanded to very much', async () => {
    const large = archive(`\x80\x02}X\x01\0\0\0a${tensor('J\xff\xff\xff\x7f', 'K\x00')}s.`);
    await expect(loadTorch(large)).rejects.toThrow('got 8589934588 bytes of them in a file of');
    const more = archive(`\x80\x02}X\x01\0\0\0a${tensor('K\x03K\x02', 'K\x00K\x00')}s.`);
    expect((await loadTorch(more)).a).toEqual(hostArray(new Float32Array(6).fill(1), [3, 2]));
  });

  it('that hold a training give the state of the model', async () => {
    const tensors: Record<string, HostArray> = await loadTorch(fixture('training.pt'));
    expect(Object.keys(tensors)).toEqual(['module.weight', 'module.bias']);
  });

  it('that hold objects are refused, and nothing of them is run', async () => {
    await expect(loadTorch(fixture('module.pt'))).rejects.toThrow(
      "[loadTorch] expected a file of tensors alone, got an object of Python's torch.nn.modules.linear.Linear",
    );
    for (const name of [
      'os.system',
      'builtins.eval',
      '__builtin__.exec',
      'torch.load',
      'torch.FloatTensor',
    ]) {
      const evil = archive(`\x80\x02${global(name)}X\x02\0\0\0ls\x85R.`);
      await expect(loadTorch(evil), name).rejects.toThrow(`an object of Python's ${name}`);
    }
  });

  it('are put together of tensors only', async () => {
    const one = await loadTorch(archive(`\x80\x02}X\x01\0\0\0a${tensor('K\x01', 'K\x01')}s.`));
    expect(one.a).toEqual({ dtype: 'float32', shape: [1], values: Float32Array.of(1) });
    expect(await loadTorch(archive(`\x80\x02]${tensor('', '')}a.`))).toHaveProperty('0');
    expect(await loadTorch(archive(`\x80\x02${tensor('', '')}.`))).toHaveProperty('tensor');
  });

  it.each([
    ['a wrong storage', '}X\x01\0\0\0a(X\x01\0\0\0xtQs.', 'expected a storage of values of one known type'],
    [
      'a shape that is too large',
      `}X\x01\0\0\0a${tensor('J\xff\xff\xff\x7f', 'K\x01')}s.`,
      'expected a tensor within its storage of 1 values',
    ],
    ['a line that is no number', 'Iseven\n.', 'expected a value in a line of text, got seven'],
    ['a line without end', 'I7', 'expected a name that ends'],
    [
      'strides that lead out',
      `}X\x01\0\0\0a${tensor('K\x01K\x02', 'K\x01K\x05')}s.`,
      'expected a tensor within its storage',
    ],
    [
      'a negative size',
      `}X\x01\0\0\0a${tensor('J\xff\xff\xff\xff', 'K\x01')}s.`,
      'got other arguments for torch._utils._rebuild_tensor_v2',
    ],
    ['too few strides', `}X\x01\0\0\0a${tensor('K\x01', '')}s.`, 'got other arguments for'],
    ['no tensors', '}.', 'expected tensors by name, got none'],
    ['a call of no function', '}}R.', 'got other arguments for what is no function'],
    ['an empty stack', 'N0.', 'expected enough values on the stack, got too few'],
    ['a list that is a dictionary', '}Na.', 'expected a list to append to'],
    ['half a pair', '}(Nu.', 'expected a dictionary, and keys with values'],
    ['an unknown memory', 'h\x07.', 'expected a value that was remembered, got number 7'],
    ['an unknown instruction', '~.', 'expected instructions that torch.save writes'],
    ['no mark', 't.', 'expected a mark on the stack'],
    ['a long text', 'X\xff\xff\xff\xff', 'expected a whole pickle, got one that is cut short'],
    ['a long integer', '\x8a\xff.', 'expected an integer of at most 16 bytes, got 255'],
    ['no end', 'N', 'expected a whole pickle'],
    ['a name without end', 'cos', 'expected a name that ends'],
    ['names that are lists', ']]\x93.', 'expected a name, got something else'],
  ])('with %s are refused', async (_, pickle, message) => {
    const read = loadTorch(archive(`\x80\x02${pickle}`));
    await expect(read).rejects.toThrow(CheckpointError);
    await expect(read).rejects.toThrow(message);
  });

  it('end where lists hold each other', async () => {
    const laughs = `]q\x00${Array.from({ length: 40 }, (_, i) => `](h${String.fromCharCode(i)}h${String.fromCharCode(i)}eq${String.fromCharCode(i + 1)}`).join('')}`;
    await expect(loadTorch(archive(`\x80\x02${laughs}.`))).rejects.toThrow(
      'expected tensors by name, got none',
    );
    await expect(loadTorch(archive('\x80\x02]q\x00h\x00a.'))).rejects.toThrow(
      'expected tensors by name, got none',
    );
    await expect(loadTorch(archive(`\x80\x02${laughs}${laughs}\x93.`))).rejects.toThrow('expected a name');
  });

  it.each([
    [
      'compressed records',
      (bytes: Uint8Array) => bytes.fill(8, bytes.length - 22 - 54 * 2 + 10, bytes.length - 22 - 54 * 2 + 11),
    ],
    ['no pickle', () => zip({ 'a/other': [] })],
    ['no values', () => zip({ 'a/data.pkl': bytesOf(`\x80\x02}X\x01\0\0\0a${tensor('K\x01', 'K\x01')}s.`) })],
    [
      'too few values',
      () =>
        zip({ 'a/data.pkl': bytesOf(`\x80\x02}X\x01\0\0\0a${tensor('K\x01', 'K\x01')}s.`), 'a/data/0': [1] }),
    ],
    ['big-endian values', () => zip({ 'a/data.pkl': bytesOf('N.'), 'a/byteorder': bytesOf('big') })],
    ['nothing', () => new Uint8Array(0)],
  ])('with %s are refused', async (_, change) => {
    const bytes = change(archive('\x80\x02N.'));
    await expect(loadTorch(bytes)).rejects.toThrow(CheckpointError);
  });

  it.each(['dtypes.pt', 'dtypes-old.pth', 'dtypes-protocol-0.pt', 'kinds-old.pth'])(
    'like %s, changed at random, are read or refused in 1,500 ways',
    async (name) => {
      const whole = fixture(name);
      const counts = await fuzzAsync(1500, async (random) => {
        const tensors = await loadTorch(random(2) === 0 ? random.flipBytes(whole) : random.splice(whole), {
          onLeftOut() {},
        });
        for (const { values, shape } of Object.values(tensors)) {
          expect(values.length).toBe(shape.reduce((product, size) => product * size, 1));
        }
      });
      expect(counts.failed).toEqual([]);
      expect(counts.refused).toBeGreaterThan(300);
      expect(counts.read).toBeGreaterThan(50);
    },
  );
});
