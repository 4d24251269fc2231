import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../manifest.js';
import type { HostArray } from '../safetensors.js';

const formats = { float32: 'F32', int32: 'I32', bool: 'BOOL' } as const;

/** The bytes of a safetensors file. */
export function encodeSafetensors(arrays: Readonly<Record<string, HostArray>>): Uint8Array {
  let position = 0;
  const header: Record<string, unknown> = {};
  for (const [key, { dtype, shape, values }] of Object.entries(arrays)) {
    const stop = position + values.byteLength;
    header[key] = { dtype: formats[dtype], shape, data_offsets: [position, stop] };
    position = stop;
  }
  return encodeFile(JSON.stringify(header), ...Object.values(arrays).map(({ values }) => values));
}

/** A safetensors file of a given header, valid or not. */
export function encodeFile(header: string, ...arrays: readonly HostArray['values'][]): Uint8Array {
  const text = new TextEncoder().encode(header);
  const length = new Uint8Array(new BigUint64Array([BigInt(text.length)]).buffer);
  const raw = arrays.map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  return Buffer.concat([length, text, ...raw]);
}

/** A float32 array in memory. */
export const floats = (shape: readonly number[], ...values: number[]): HostArray => ({
  dtype: 'float32',
  shape,
  values: Float32Array.from(values),
});

/** What a golden folder of one case holds: out = callable(x), with a gradient. */
export interface OneCase {
  readonly callable: string;
  readonly group?: string;
  readonly args?: readonly Json[];
  readonly x: HostArray;
  readonly out: HostArray;
  readonly gradient: HostArray;
  readonly upstream: HostArray;
}

/** A case that passes: the square. */
export const rightCase: OneCase = {
  callable: 'torch.square',
  x: floats([2], 3, -1),
  out: floats([2], 9, 1),
  upstream: floats([2], 1, 2),
  gradient: floats([2], 6, -4),
};

/** Writes golden files of one case, `group/case`, into a new folder; `change` may damage the tensors' file. */
export async function writeGoldenFolder(
  { callable, group = 'elementwise', args = ['$x'], x, out, gradient, upstream }: OneCase,
  change: (file: Uint8Array) => Uint8Array = (file) => file,
): Promise<string> {
  const id = `${group}/case`;
  const folder = await mkdtemp(join(tmpdir(), 'golden-case-'));
  const golden = {
    ...{ id, group, kind: 'function', callable, file: 'case.safetensors', args },
    ...{ inputs: ['x'], upstream: ['out'], outputs: ['out'], grads: ['x'], rtol: 1e-5, atol: 1e-6 },
  };
  const file = encodeSafetensors({
    [`${id}/inputs/x`]: x,
    [`${id}/outputs/out`]: out,
    [`${id}/grads/x`]: gradient,
    [`${id}/upstream/out`]: upstream,
  });
  const manifest = { format: 'pytorch-goldens/1', callables: [callable], cases: [golden] };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'case.safetensors'), change(file));
  return folder;
}
