import { type Shape, stridesOf } from '@neurona/backend';

/** How kernels walk along strided arrays: the words of assembly/walk.ts and the number of axes in them. */
export interface Walk {
  readonly words: readonly number[];
  readonly ndim: number;
}

/** Strides of a row-major array seen under a shape that it broadcasts to: 0 along axes that stretch. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const strides = stridesOf(from);
  const added = to.length - from.length;
  return to.map((size, axis) => (axis < added || from[axis - added] !== size ? 0 : strides[axis - added]!));
}

/** The axes of up to three arrays, innermost first, those of size 1 left out and those that follow each other merged. */
export function planWalk(
  shape: Shape,
  a: readonly number[],
  b: readonly number[],
  c?: readonly number[],
): Walk {
  const words: number[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    if (size === 1) continue;
    const strideC = c ? c[axis]! : 0;
    const last = words.length - 5;
    if (last >= 0) {
      const inner = words[last]!;
      const follows =
        a[axis] === words[last + 1]! * inner &&
        b[axis] === words[last + 2]! * inner &&
        strideC === words[last + 3]! * inner;
      if (follows) {
        words[last] = inner * size;
        continue;
      }
    }
    words.push(size, a[axis]!, b[axis]!, strideC, 0);
  }
  if (words.length === 0) words.push(1, 1, 1, 1, 0);
  return { words, ndim: words.length / 5 };
}
