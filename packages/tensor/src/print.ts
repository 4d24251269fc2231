import { type DType, type Shape, sizeOf, type TypedArray } from '@neurona/backend';

const edgeItems = 3; // shown on each side of an axis that is cut
const threshold = 1000; // tensors with more values than this are cut

/** @internal Values as NumPy prints them, with notes at the end. */
export function formatValues(data: TypedArray, shape: Shape, dtype: DType, notes: string[] = []): string {
  const isCut = data.length > threshold;
  const shown: number[] = [];
  visit(0, 0);
  const cell = formatOf(shown, dtype);
  const width = shown.reduce((most, value) => Math.max(most, cell(value).length), 0);
  const details = dtype === 'float32' ? notes : [`dtype=${dtype}`, ...notes];
  return `tensor(${[build(0, 0), ...details].join(', ')})`;

  function isHidden(axis: number, i: number): boolean {
    const length = shape[axis]!;
    return isCut && length > 2 * edgeItems && i >= edgeItems && i < length - edgeItems;
  }

  function visit(axis: number, offset: number): void {
    if (axis === shape.length) shown.push(data[offset]!);
    else for (const item of items(axis, offset)) if (item !== undefined) visit(axis + 1, item);
  }

  function build(axis: number, offset: number): string {
    if (axis === shape.length) return cell(data[offset]!).padStart(width);
    const depth = shape.length - axis - 1;
    const separator = depth === 0 ? ', ' : `,${'\n'.repeat(depth)}${' '.repeat(8 + axis)}`;
    const texts = items(axis, offset).map((item) => (item === undefined ? '...' : build(axis + 1, item)));
    return `[${texts.join(separator)}]`;
  }

  /** Where the items of an axis begin that are shown; undefined stands for those left out. */
  function items(axis: number, offset: number): (number | undefined)[] {
    const length = shape[axis]!;
    const stride = sizeOf(shape.slice(axis + 1));
    const places: (number | undefined)[] = [];
    for (let i = 0; i < length; i++) {
      if (!isHidden(axis, i)) places.push(offset + i * stride);
      else {
        places.push(undefined);
        i = length - edgeItems - 1;
      }
    }
    return places;
  }
}

/** How the values that are shown are written, all in one way. */
function formatOf(values: readonly number[], dtype: DType): (value: number) => string {
  if (dtype === 'bool') return (value) => (value ? 'true' : 'false');
  if (dtype === 'int32') return String;
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Infinity);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const isScientific = largest >= 1e8 || (smallest < 1e-4 && largest / smallest > 1000);
  return (value) => {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
    return isScientific ? value.toExponential(4) : value.toFixed(4);
  };
}
