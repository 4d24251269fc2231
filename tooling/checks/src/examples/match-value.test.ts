import { describe, expect, it } from 'vitest';
import { compileExample } from './compile-example.js';
import { examplesIn } from './find-examples.js';
import { mismatch } from './match-value.js';

describe('mismatch', () => {
  it('compares numbers to half a unit of the last digit shown', async () => {
    expect(await mismatch(0.69314, '0.6931')).toBeUndefined();
    expect(await mismatch(0.6932, '0.6931')).toBe('expected 0.6931, got 0.6932 (value)');
    expect(await mismatch(1.2e-7, '1.2e-7')).toBeUndefined();
    expect(await mismatch(1.3e-7, '1.2e-7')).toBe('expected 1.2e-7, got 1.3e-7 (value)');
  });

  it('takes integers exactly', async () => {
    expect(await mismatch(75, '75')).toBeUndefined();
    expect(await mismatch(75.3, '75')).toBe('expected 75, got 75.3 (value)');
  });

  it('compares arrays, typed arrays and objects by element', async () => {
    expect(await mismatch(Float32Array.of(0.5, Number.NaN), '[0.5, NaN]')).toBeUndefined();
    expect(await mismatch([[1, 2]], '[[1, 3]]')).toBe('expected [[1, 3]], got [ [ 1, 2 ] ] (value[0][1])');
    expect(await mismatch([1], '[1, 2]')).toBe('expected [1, 2], got [ 1 ] (value has length 1)');
    expect(await mismatch({ a: true, b: 'x' }, "{ a: true, b: 'x' }")).toBeUndefined();
  });

  it('compares text that is no value with the printed form', async () => {
    expect(await mismatch({ toString: () => 'Tensor [2]' }, 'Tensor [2]')).toBeUndefined();
    expect(await mismatch('a', 'b c')).toBe('expected b c, got a');
  });
});

describe('compileExample', () => {
  const results = async (code: string): Promise<unknown[]> => {
    const seen: unknown[] = [];
    const { body } = compileExample(code);
    await new Function('__expect', body)((value: unknown, text: string) => seen.push([value, text]));
    return seen;
  };

  it('compares expressions, declared values and what is printed', async () => {
    const code =
      'const a: number = 1; // => 1\na + 1; // => 2\nconsole.log(await Promise.resolve(3)); // => 3';
    expect(await results(code)).toEqual([
      [1, '1'],
      [2, '2'],
      [3, '3'],
    ]);
  });

  it('reads a value over several comment lines', async () => {
    expect(await results('[1, 2]; // => [1,\n//     2]')).toEqual([[[1, 2], '[1, 2]']]);
  });

  it('refuses a value that stands after nothing', () => {
    expect(() => compileExample('// => 3\nconst a = 1;')).toThrow(
      '1 of its "// =>" stand after no statement.',
    );
  });
});

describe('examplesIn', () => {
  it('reads plain and fenced examples up to the next tag', () => {
    expect(examplesIn('Adds.\n@example\na(); // => 1\n@see paper')).toEqual(['a(); // => 1']);
    expect(examplesIn('@example Two rows\n```ts\nb();\n```\n')).toEqual(['b();']);
  });
});
