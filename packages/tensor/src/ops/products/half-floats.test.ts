import { expect, it } from 'vitest';
import { tensor } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import { forEachBackend } from '../../testing/backends.js';
import { fromHalves, toHalves } from './half-floats.js';

forEachBackend(() => {
  it('goes through every finite number of 16 bits and comes back', async () => {
    const codes = Int32Array.from({ length: 2 ** 16 }, (_, i) => i).filter(
      (code) => (code & 0x7c00) !== 0x7c00 && code !== 0x8000, // no infinity, no NaN, no second zero
    );
    const values = scoped(() => fromHalves(tensor(codes, { dtype: 'int32' }).cast('float32')));
    const list = await values.data();
    const at = (code: number) => list[codes.indexOf(code)];
    expect([0x3c00, 0x3555, 0xc000, 0x7bff, 0x0400, 0x0001].map(at)).toEqual([
      1,
      0.333251953125,
      -2,
      65504,
      2 ** -14,
      2 ** -24,
    ]);
    expect(Array.from(await scoped(() => toHalves(values)).data())).toEqual(Array.from(codes));
  });

  it('takes the nearest, of two equally near ones one', async () => {
    const x = [1 / 3, 1 + 2 ** -11 + 2 ** -20, 3e-8, 2.9e-8, 65503, 2049, 2 ** -14 - 2 ** -26];
    const rounded = [0.333251953125, 1 + 2 ** -10, 2 ** -24, 0, 65504, undefined, 2 ** -14];
    const back = await scoped(() => fromHalves(toHalves(tensor(x)).cast('float32'))).data();
    rounded.forEach((value, i) => {
      if (value === undefined) expect([2048, 2050]).toContain(back[i]);
      else expect(back[i]).toBe(value);
    });
  });
});
