import { type Shape, stridesOf } from '@neurona/backend';

/** How kernels iterate over strided arrays: the words of assembly/walk.ts and the number of axes in them. */
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
  for (let axis = shape.length - 1; axis >= 0; axis--)
    addAxis(words, shape[axis]!, a[axis]!, b[axis]!, c ? c[axis]! : 0);
  return finished(words);
}

/** `planWalk` for two row-major arrays that broadcast to a third. */
export function planBroadcast(shape: Shape, a: Shape, b: Shape): Walk {
  const words: number[] = [];
  let [strideA, strideB, strideOut] = [1, 1, 1];
  for (let i = 1; i <= shape.length; i++) {
    const size = shape[shape.length - i]!;
    const sizeA = a[a.length - i] ?? 1;
    const sizeB = b[b.length - i] ?? 1;
    addAxis(words, size, sizeA === size ? strideA : 0, sizeB === size ? strideB : 0, strideOut);
    strideA *= sizeA;
    strideB *= sizeB;
    strideOut *= size;
  }
  return finished(words);
}

/** The next axis outwards. */
function addAxis(words: number[], size: number, a: number, b: number, c: number): void {
  if (size === 1) return;
  const last = words.length - 5;
  if (last >= 0) {
    const inner = words[last]!;
    if (a === words[last + 1]! * inner && b === words[last + 2]! * inner && c === words[last + 3]! * inner) {
      words[last] = inner * size;
      return;
    }
  }
  words.push(size, a, b, c, 0);
}

function finished(words: number[]): Walk {
  if (words.length === 0) words.push(1, 1, 1, 1, 0);
  return { words, ndim: words.length / 5 };
}
