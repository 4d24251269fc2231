import { sizeOf, type TypedArray } from '@neurona/backend';
import type { Tensor } from './tensor.js';

const edgeItems = 3; // shown on each side of an axis that is cut
const threshold = 1000; // tensors with more values than this are cut

/**
 * The values of a tensor as NumPy prints them: aligned, four digits, the middle of long axes left out.
 * @example
 * await formatTensor(tensor([[1, 2.5], [3, 4]])); // => 'tensor([[1.0000, 2.5000],\n        [3.0000, 4.0000]])'
 */
export async function formatTensor(tensor: Tensor): Promise<string> {
  const data = await tensor.data();
  const cells = formatNumbers(data, tensor.dtype);
  const cut = tensor.size > threshold;
  const { shape } = tensor;
  const build = (axis: number, offset: number): string => {
    if (axis === shape.length) return cells(offset);
    const length = shape[axis]!;
    const stride = sizeOf(shape.slice(axis + 1));
    const item = (i: number): string => build(axis + 1, offset + i * stride);
    const hidden = cut && length > 2 * edgeItems;
    const front = Array.from({ length: hidden ? edgeItems : length }, (_, i) => item(i));
    const back = hidden ? Array.from({ length: edgeItems }, (_, i) => item(length - edgeItems + i)) : [];
    const items = hidden ? [...front, '...', ...back] : front;
    const isInnermost = axis === shape.length - 1;
    const separator = isInnermost ? ', ' : `,${'\n'.repeat(shape.length - axis - 1)}${' '.repeat(8 + axis)}`;
    return `[${items.join(separator)}]`;
  };
  const dtype = tensor.dtype === 'float32' ? '' : `, dtype=${tensor.dtype}`;
  return `tensor(${build(0, 0)}${dtype})`;
}

function formatNumbers(data: TypedArray, dtype: string): (index: number) => string {
  if (dtype === 'bool') return (i) => (data[i] ? ' true' : 'false');
  const finite = Array.from(data as Float32Array).filter(Number.isFinite);
  const largest = finite.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const smallest = finite.reduce(
    (min, value) => (value === 0 ? min : Math.min(min, Math.abs(value))),
    Infinity,
  );
  const scientific =
    dtype === 'float32' && (largest >= 1e8 || (smallest < 1e-4 && largest / smallest > 1000));
  const print = (value: number): string => {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
    if (dtype === 'int32') return String(value);
    return scientific ? value.toExponential(4) : value.toFixed(4);
  };
  let width = 0;
  for (const value of data) width = Math.max(width, print(value).length);
  return (i) => print(data[i]!).padStart(width);
}
