import { expect, it } from 'vitest';
import { tensor } from './create.js';
import { Parameter } from './parameter.js';
import { forEachBackend } from './testing/backends.js';

forEachBackend(() => {
  it('takes numbers, arrays and tensors as new values, and leaves what it was given alone', async () => {
    const scalar = new Parameter(0);
    scalar.set(3);
    expect(await scalar.add(3).item()).toBe(6); // the number 3 is used again
    scalar.set(3);
    expect(await scalar.mul(3).item()).toBe(9);
    const vector = new Parameter([1, 2]);
    vector.set([3, 4]);
    expect(await vector.data()).toEqual(Float32Array.of(3, 4));
    const given = tensor([5, 6]);
    vector.set(given);
    expect([given.isDisposed, await vector.data()]).toEqual([false, Float32Array.of(5, 6)]);
  });

  it('takes integers and booleans as numbers', async () => {
    const vector = new Parameter([1, 2]);
    vector.set(Int32Array.of(3, 4));
    expect(await vector.data()).toEqual(Float32Array.of(3, 4));
    vector.set(tensor([true, false]));
    expect(await vector.data()).toEqual(Float32Array.of(1, 0));
  });

  it('refuses another shape', () => {
    expect(() => new Parameter([1, 2]).set([1])).toThrow('[Parameter.set] expected shape [2], got [1].');
  });
});
