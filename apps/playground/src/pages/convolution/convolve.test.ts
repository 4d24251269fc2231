import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { kernels, nameOfKernel, resized } from '../../kernels/kernels.js';
import type { Picture } from '../../pictures/picture.js';
import { pictureNames } from '../../pictures/sources.js';
import { type ConvolutionSnapshot, type Convolver, createConvolver, type Result } from './convolve.js';
import { type ConvolutionSettings, convolutionSchema } from './settings.js';
import { edgesOf } from './steps.js';
import { traceOf } from './windows.js';

beforeAll(async () => {
  await useBackend(wasm());
});

const base: ConvolutionSettings = { ...convolutionSchema.initial, source: 'board', pixels: 24 };

async function convolved(changes: Partial<ConvolutionSettings>): Promise<ConvolutionSnapshot> {
  const convolver = await createConvolver({ ...base, ...changes });
  const snapshot = await convolver.snapshot();
  convolver.dispose();
  return snapshot;
}

const resultOf = async (changes: Partial<ConvolutionSettings>): Promise<Result> => {
  const { result } = await convolved(changes);
  if ('misfit' in result) throw new Error(`${result.misfit} does not fit`);
  return result;
};

const at = ({ width, channels, values }: Picture, x: number, y: number, c = 0): number =>
  values[(y * width + x) * channels + c]!;

it('finds the upright edges of a board with Sobel: 4 where black becomes white, -4 where it ends', async () => {
  const { output } = await resultOf({});
  expect([output.width, output.height]).toEqual([22, 22]);
  const row = Array.from({ length: 22 }, (_, x) => at(output, x, 1)); // the first row of squares begins black
  expect(row).toEqual([0, 0, 0, 0, 4, 4, 0, 0, 0, 0, -4, -4, 0, 0, 0, 0, 4, 4, 0, 0, 0, 0]);
});

it('keeps a picture as it is under the identity, in grey and in colour', async () => {
  for (const isColor of [false, true]) {
    const settings = { source: 'scene', kernel: kernels.identity, padding: 'same', isColor } as const;
    const { input, result } = await convolved(settings);
    expect('output' in result && result.output).toEqual(input);
    expect(input.channels).toBe(isColor ? 3 : 1);
  }
});

it('adds the bias, then activates, then pools', async () => {
  const kernel = { ...kernels.sobelX, bias: 0.5 };
  const plain = await resultOf({ kernel });
  const pooled = await resultOf({ kernel, activation: 'relu', pooling: 'max', poolSize: 3 });
  const average = await resultOf({ kernel, activation: 'abs', pooling: 'average' });
  expect(at(plain.output, 10, 1)).toBe(-3.5);
  expect(pooled.convolved).toEqual(plain.convolved);
  expect([pooled.output.width, average.output.width]).toEqual([7, 11]);
  expect(at(pooled.output, 3, 0)).toBe(0.5); // columns 9 to 11: 0.5 and what was negative
  expect(at(average.output, 5, 0)).toBe(3.5);
});

it('works out sizes, receptive field and multiply-adds', async () => {
  const { plan } = await resultOf({ stride: 2, padding: 'same', dilation: 2, pooling: 'max', isColor: true });
  expect(plan).toEqual({
    padding: 2,
    reach: 5,
    convolved: { width: 12, height: 12 },
    middle: undefined,
    output: { width: 6, height: 6 },
    field: 7,
    jump: 4,
    multiplyAdds: 12 * 12 * 9 * 3,
  });
});

it('slides the kernel over the first layer again, and works out how much of the picture that sees', async () => {
  const settings = { ...base, source: 'digit', pixels: 12, activation: 'relu', layers: 2 } as const;
  const { input, result } = await convolved(settings);
  if ('misfit' in result) throw new Error('does not fit');
  const { plan, convolved: first, middle, output } = result;
  expect([plan.convolved.width, plan.output.width, plan.field, plan.jump]).toEqual([10, 8, 5, 1]);
  expect(plan.multiplyAdds).toBe((10 * 10 + 8 * 8) * 9);
  expect(middle!.values).toEqual(first.values.map((value) => Math.max(value, 0)));
  const { cells } = settings.kernel;
  const sum = cells.reduce(
    (total, cell, i) => total + cell * at(middle!, 3 + (i % 3), 2 + Math.floor(i / 3)),
    0,
  );
  expect(at(output, 3, 2)).toBeCloseTo(sum, 5);
  const trace = traceOf(settings, input, result, { x: 3, y: 2 }, 0);
  expect(trace.products.reduce((total, { product }) => total + product, 0)).toBeCloseTo(trace.value, 5);
  expect(trace.fieldCorner).toEqual({ x: 3, y: 2 });
  const pooled = await resultOf({ ...settings, pooling: 'max' });
  expect([pooled.plan.middle, pooled.plan.output.width, pooled.plan.field]).toEqual([
    { width: 5, height: 5 },
    3,
    8,
  ]);
  const { result: none } = await convolved({ ...settings, pooling: 'max', poolSize: 5 });
  expect(none).toEqual({ misfit: 'window', needed: 3, got: 2 });
});

it('measures which edges a kernel finds', async () => {
  for (const [name, wanted] of [
    ['sobelX', 'upright'],
    ['sobelY', 'level'],
  ] as const) {
    // biome-ignore format: cells
    const { input, result } = await convolved({ kernel: kernels[name] });
    const { level, upright } = edgesOf(input, (result as Result).output);
    expect(level > upright ? 'level' : 'upright').toBe(wanted);
  }
});

it('says when no window fits, or no block to pool', async () => {
  const small: Picture = { width: 12, height: 4, channels: 1, values: new Float32Array(48) };
  const convolver = await createConvolver({ ...base, source: 'output' });
  convolver.answers.take(small);
  convolver.update({ ...base, source: 'output', dilation: 3 });
  expect((await convolver.snapshot()).result).toEqual({ misfit: 'window', needed: 7, got: 4 });
  convolver.update({ ...base, source: 'output', pooling: 'max', poolSize: 3 });
  expect((await convolver.snapshot()).result).toEqual({ misfit: 'pooling', needed: 3, got: 2 });
  convolver.dispose();
});

it('draws every picture within black and white, in every size the same scene', async () => {
  for (const source of pictureNames) {
    const [small, large] = await Promise.all([convolved({ source }), convolved({ source, pixels: 48 })]);
    expect(Math.min(...large.input.values)).toBeGreaterThanOrEqual(-1e-6);
    expect(Math.max(...large.input.values)).toBeLessThanOrEqual(1 + 1e-6);
    const mean = ({ values }: Picture) => values.reduce((sum, value) => sum + value, 0) / values.length;
    if (source !== 'rings') expect(mean(small.input)).toBeCloseTo(mean(large.input), 2);
  }
});

it('keeps as many tensors from picture to picture', async () => {
  const convolver: Convolver = await createConvolver(base);
  const frame = (i: number): Picture => ({ width: 24, height: 18, channels: 3, values: new Float32Array(24 * 18 * 3).fill(i / 10) }); // biome-ignore format: one line
  const counts: number[] = [];
  for (let i = 0; i < 10; i++) {
    convolver.update({ ...base, source: 'camera', stride: 1 + (i % 3), isColor: i % 2 === 0, pooling: i % 2 === 0 ? 'max' : 'none' }); // biome-ignore format: one line
    convolver.answers.take(frame(i));
    await convolver.snapshot();
    counts.push(liveMemory().buffers);
  }
  expect(new Set(counts.slice(1)).size).toBe(1);
  convolver.dispose();
  expect(liveMemory().buffers).toBe(0);
});

it('names kernels, and moves them between grids', () => {
  expect(nameOfKernel(kernels.gaussian)).toBe('gaussian');
  expect(nameOfKernel({ ...kernels.gaussian, divisor: 1 })).toBeUndefined();
  const large = resized(kernels.sharpen, 5);
  expect(large.cells.slice(5, 15)).toEqual([0, 0, -1, 0, 0, 0, -1, 5, -1, 0]);
  expect(resized(large, 3)).toEqual(kernels.sharpen);
});
