// internal
import { type Shape, stridesOf } from '@neurona/backend';

/** A walk over the elements of a shape in row-major order, with a step along each axis for every operand. */
export interface Walk {
  readonly sizes: readonly number[];
  /** Of each operand, as many as sizes. */
  readonly strides: readonly (readonly number[])[];
}

/** Steps of an operand seen in a shape that it broadcasts to: 0 along stretched axes. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const strides = stridesOf(from);
  const before = to.length - from.length;
  return to.map((_, axis) => (axis < before || from[axis - before] === 1 ? 0 : strides[axis - before]!));
}

/** The same walk over as few axes as possible: axes of size 1 are dropped, neighbours that all operands cross evenly are merged. */
export function collapse({ sizes, strides }: Walk): Walk {
  const kept: number[] = [];
  const steps: number[][] = strides.map(() => []);
  sizes.forEach((size, axis) => {
    if (size === 1) return;
    const last = kept.length - 1;
    if (last >= 0 && strides.every((stride, k) => steps[k]![last] === stride[axis]! * size)) {
      kept[last] = kept[last]! * size;
      strides.forEach((stride, k) => {
        steps[k]![last] = stride[axis]!;
      });
      return;
    }
    kept.push(size);
    strides.forEach((stride, k) => {
      steps[k]!.push(stride[axis]!);
    });
  });
  return { sizes: kept, strides: steps };
}

/** Params of a walk: `n1`… the sizes but the first, then the steps of each operand, `<name>0`…. */
export function walkParams(walk: Walk, names: readonly string[], prefix = ''): Record<string, 'u32'> {
  const fields: Record<string, 'u32'> = {};
  walk.sizes.slice(1).forEach((_, axis) => {
    fields[`${prefix}n${axis + 1}`] = 'u32';
  });
  for (const name of names) {
    walk.sizes.forEach((_, axis) => {
      fields[`${prefix}${name}${axis}`] = 'u32';
    });
  }
  return fields;
}

/** Values of {@link walkParams}. Negative steps are two's complement, with which WGSL's arithmetic is right. */
export const walkValues = (walk: Walk): number[] => [...walk.sizes.slice(1), ...walk.strides.flat()];

/** Declares `<prefix>at_<name>`, the operands' places for element `index`. */
export function walkCode(walk: Walk, names: readonly string[], index = 'i', prefix = ''): string {
  const ndim = walk.sizes.length;
  const lines: string[] = [];
  const coordinate = (axis: number) => `${prefix}c${axis}`;
  let rest = index;
  for (let axis = ndim - 1; axis > 0; axis--) {
    const size = `params.${prefix}n${axis}`;
    lines.push(`let ${coordinate(axis)} = ${rest} % ${size};`, `let ${prefix}r${axis} = ${rest} / ${size};`);
    rest = `${prefix}r${axis}`;
  }
  if (ndim > 0) lines.push(`let ${coordinate(0)} = ${rest};`);
  for (const name of names) {
    const terms = walk.sizes.map((_, axis) => `${coordinate(axis)} * params.${prefix}${name}${axis}`);
    lines.push(`let ${prefix}at_${name} = ${terms.length > 0 ? terms.join(' + ') : '0u'};`);
  }
  return lines.join('\n  ');
}
