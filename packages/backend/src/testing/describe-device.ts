import { describe, expect, it } from 'vitest';
import type { Backend } from '../backend.js';
import { ArgumentError } from '../errors.js';
import type { BackendCandidate } from '../use-backend.js';

/** The part of the conformance suite that is not about kernels: reading, writing, memory, listening, lifetime. */
export function describeDevice(
  candidate: BackendCandidate,
  current: () => Backend,
  unsupported: Readonly<Record<string, string>>,
): void {
  const test = (title: string, run: () => Promise<void> | void) => {
    const reason = unsupported[`device: ${title}`];
    if (reason === undefined) it(title, run);
    else it.skip(`${title} (${reason})`);
  };

  describe('device', () => {
    test('is there, and says what it is', async () => {
      const availability = await candidate.probe();
      expect(availability.available).toBe(true);
      expect(current().name).toBe(candidate.name);
      expect(current().description).not.toBe('');
    });

    for (const [dtype, values] of [
      ['float32', new Float32Array([1.5, Number.NaN, Number.POSITIVE_INFINITY, -0.25])],
      ['int32', new Int32Array([2 ** 31 - 1, -(2 ** 31), 0, 7])],
      ['bool', new Uint8Array([1, 0, 0, 1])],
    ] as const) {
      test(`reads ${dtype} back as it was written`, async () => {
        const backend = current();
        const x = backend.write(values, [2, 2], dtype);
        expect({ shape: x.shape, dtype: x.dtype }).toEqual({ shape: [2, 2], dtype });
        expect(await backend.read(x)).toEqual(values);
        backend.free(x);
      });
    }

    test('keeps what was written when the caller changes its array', async () => {
      const backend = current();
      const values = new Float32Array([1, 2]);
      const x = backend.write(values, [2], 'float32');
      values[0] = 9;
      const read = await backend.read({ ...x, dtype: 'float32' });
      expect(read).toEqual(new Float32Array([1, 2]));
      read[1] = 9;
      expect(await backend.read({ ...x, dtype: 'float32' })).toEqual(new Float32Array([1, 2]));
      backend.free(x);
    });

    test('writes a part of a larger buffer', async () => {
      const backend = current();
      const x = backend.write(new Float32Array([0, 1, 2, 3]).subarray(1, 3), [2], 'float32');
      expect(await backend.read({ ...x, dtype: 'float32' })).toEqual(new Float32Array([1, 2]));
      backend.free(x);
    });

    test('writes into an array, after kernels that were called before, or says that it can not', async () => {
      const backend = current();
      const x = backend.write(new Float32Array([0, 1, 2, 3]), [4], 'float32');
      const double = backend.kernels.binary('add', x, x);
      const isWritten = backend.writeInto(x, 1, new Float32Array([7, 8]));
      const [before, after] = [double, x].map((array) => backend.read({ ...array, dtype: 'float32' }));
      expect(await before).toEqual(new Float32Array([0, 2, 4, 6]));
      expect(await after).toEqual(new Float32Array(isWritten ? [0, 7, 8, 3] : [0, 1, 2, 3]));
      for (const array of [x, double]) backend.free(array);
    });

    test('writes columns into a matrix, or says that it can not', async () => {
      const backend = current();
      const x = backend.write(new Float32Array(6), [2, 3], 'float32');
      const isWritten = backend.writeInto(x, 1, new Float32Array([1, 2, 3, 4]), { length: 2, every: 3 });
      const expected = isWritten ? [0, 1, 2, 0, 3, 4] : [0, 0, 0, 0, 0, 0];
      expect(await backend.read({ ...x, dtype: 'float32' })).toEqual(new Float32Array(expected));
      backend.writeInto(x, 0, new Float32Array([5, 6, 7]), { length: 2, every: 3 }); // the last run is shorter
      const after = isWritten ? [5, 6, 2, 7, 3, 4] : expected;
      expect(await backend.read({ ...x, dtype: 'float32' })).toEqual(new Float32Array(after));
      backend.free(x);
    });

    test('writes nothing beyond an array', async () => {
      const backend = current();
      const x = backend.write(new Float32Array(6), [2, 3], 'float32');
      const values = new Float32Array([1, 2, 3, 4]);
      const isWritten = backend.writeInto(x, 0, values.subarray(0, 2));
      for (const [first, runs] of [
        [3, undefined],
        [1, { length: 2, every: 4 }],
        [0, { length: 2, every: 1 }],
      ] as const) {
        if (isWritten) expect(() => backend.writeInto(x, first, values, runs)).toThrow(ArgumentError);
      }
      expect(await backend.read({ ...x, dtype: 'float32' })).toEqual(
        new Float32Array(isWritten ? [1, 2, 0, 0, 0, 0] : [0, 0, 0, 0, 0, 0]),
      );
      backend.free(x);
    });

    test('holds scalars and arrays without elements', async () => {
      const backend = current();
      const scalar = backend.write(new Float32Array([4]), [], 'float32');
      const nothing = backend.write(new Int32Array(0), [0, 3], 'int32');
      expect(await backend.read({ ...scalar, dtype: 'float32' })).toEqual(new Float32Array([4]));
      expect(await backend.read({ ...nothing, dtype: 'int32' })).toEqual(new Int32Array(0));
      backend.free(scalar);
      backend.free(nothing);
    });

    test('makes arrays that are filled later', async () => {
      const backend = current();
      const source = backend.write(new Int32Array([1, 2, 3]), [3], 'int32');
      const x = backend.make([3], 'int32');
      expect({ shape: x.shape, dtype: x.dtype }).toEqual({ shape: [3], dtype: 'int32' });
      backend.assign(x, source);
      expect(await backend.read({ ...x, dtype: 'int32' })).toEqual(new Int32Array([1, 2, 3]));
      backend.free(source);
      backend.free(x);
    });

    test('counts buffers and bytes', () => {
      const backend = current();
      const before = backend.memory();
      const x = backend.write(new Float32Array(6), [2, 3], 'float32');
      const y = backend.write(new Uint8Array(5), [5], 'bool');
      expect(backend.memory()).toEqual({ buffers: before.buffers + 2, bytes: before.bytes + 29 });
      backend.free(x);
      backend.free(y);
      expect(backend.memory()).toEqual(before);
    });

    test('frees results that are seen under another shape', () => {
      const backend = current();
      const before = backend.memory();
      const x = backend.kernels.fill([2, 3], 1, 'float32');
      backend.free({ buffer: x.buffer, shape: [6], dtype: x.dtype });
      expect(backend.memory()).toEqual(before);
    });

    test('assigns in place, also where others have read before', async () => {
      const backend = current();
      const target = backend.write(new Float32Array([1, 2]), [2], 'float32');
      const source = backend.write(new Float32Array([3, 4]), [2], 'float32');
      const before = backend.memory();
      const doubled = backend.kernels.binary('add', target, target);
      backend.assign(target, source);
      expect(await backend.read({ ...target, dtype: 'float32' })).toEqual(new Float32Array([3, 4]));
      const sum = backend.kernels.binary('add', target, source);
      expect(await backend.read({ ...sum, dtype: 'float32' })).toEqual(new Float32Array([6, 8]));
      expect(await backend.read({ ...doubled, dtype: 'float32' })).toEqual(new Float32Array([2, 4]));
      backend.free(doubled);
      backend.free(sum);
      expect(backend.memory()).toEqual(before);
      backend.free(target);
      backend.free(source);
    });

    test('tells a listener of each kernel call, until it stops listening', () => {
      const backend = current();
      const heard: string[] = [];
      const stop = backend.listen(({ kernel }) => heard.push(kernel));
      const x = backend.kernels.fill([2], 1, 'float32');
      const y = backend.kernels.unary('neg', x);
      stop();
      const z = backend.kernels.unary('neg', x);
      expect(heard).toEqual(['fill', 'unary']);
      for (const array of [x, y, z]) backend.free(array);
    });

    test('waits for everything that was queued', async () => {
      const backend = current();
      const x = backend.kernels.fill([64], 1, 'float32');
      await expect(backend.sync()).resolves.toBeUndefined();
      backend.free(x);
    });

    test('starts twice, each with its own memory', async () => {
      const other = await candidate.create();
      const before = current().memory();
      other.kernels.fill([3], 1, 'float32');
      expect(other.memory()).toEqual({ buffers: 1, bytes: 12 });
      expect(current().memory()).toEqual(before);
      other.dispose();
      const x = current().kernels.fill([2], 5, 'float32');
      expect(await current().read({ ...x, dtype: 'float32' })).toEqual(new Float32Array([5, 5]));
      current().free(x);
    });
  });
}
