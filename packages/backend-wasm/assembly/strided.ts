import { walk } from './walk';

// Copies between arrays of any strides: what transpose, slice, pad, concat, reverse and broadcastTo are made of.

/** One row: n elements `stepFrom` apart to places `stepTo` apart. */
@inline
function copyRow<T>(to: usize, stepTo: i32, from: usize, stepFrom: i32, n: i32): void {
  if (stepTo == 1 && stepFrom == 1) {
    if (n >= 64) {
      memory.copy(to, from, <usize>n * sizeof<T>());
      return;
    }
    if (sizeof<T>() == 4) {
      for (; n >= 4; n -= 4, to += 16, from += 16) v128.store(to, v128.load(from));
    }
  }
  const forward = <usize>(stepFrom * sizeof<T>()), ahead = <usize>(stepTo * sizeof<T>());
  for (; n > 0; n--, to += ahead, from += forward) store<T>(to, load<T>(from));
}

/** The plan is that of `walk` with the strides of from and to. `unit` is 2 for words, 0 for bytes. */
export function copyStrided(from: usize, to: usize, unit: i32, plan: usize, ndim: i32): void {
  const n = load<i32>(plan), stepFrom = load<i32>(plan, 4), stepTo = load<i32>(plan, 8);
  do {
    const x = from + (<usize>walk.a << unit), y = to + (<usize>walk.b << unit);
    if (unit == 2) copyRow<u32>(y, stepTo, x, stepFrom, n);
    else copyRow<u8>(y, stepTo, x, stepFrom, n);
  } while (walk.next(plan, ndim));
}

/** Side of the blocks of a transposition, in elements. */
const SIDE: i32 = 32;

/**
 * Transposes matrices of words: to[i · rowTo + j] = from[j · rowFrom + i]. The matrices are the two innermost axes of the plan: axis 0
 * has size j, axis 1 size i; outer axes follow.
 */
export function transposeStrided(from: usize, to: usize, plan: usize, ndim: i32): void {
  const columns = load<i32>(plan), rowFrom = load<i32>(plan, 4);
  const rows = load<i32>(plan, 20), rowTo = load<i32>(plan, 28);
  // Walk over the outer axes only: axis 1 takes the part of the row.
  do {
    const x = from + (<usize>walk.a << 2), y = to + (<usize>walk.b << 2);
    for (let i = 0; i < rows; i += SIDE) {
      for (let j = 0; j < columns; j += SIDE) {
        const at = x + (<usize>(j * rowFrom + i) << 2);
        const out = y + (<usize>(i * rowTo + j) << 2);
        block(at, <usize>rowFrom << 2, out, <usize>rowTo << 2, min(SIDE, rows - i), min(SIDE, columns - j));
      }
    }
  } while (walk.next(plan + 20, ndim - 1));
}

function block(from: usize, stepFrom: usize, to: usize, stepTo: usize, rows: i32, columns: i32): void {
  let j = 0;
  for (; j + 4 <= columns; j += 4, from += 4 * stepFrom, to += 16) {
    let p = from, q = to;
    let i = 0;
    for (; i + 4 <= rows; i += 4, p += 16, q += 4 * stepTo) {
      const r0 = v128.load(p), r1 = v128.load(p + stepFrom);
      const r2 = v128.load(p + 2 * stepFrom), r3 = v128.load(p + 3 * stepFrom);
      const a = i8x16.shuffle(r0, r1, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
      const b = i8x16.shuffle(r0, r1, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
      const c = i8x16.shuffle(r2, r3, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
      const d = i8x16.shuffle(r2, r3, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
      v128.store(q, i8x16.shuffle(a, c, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
      v128.store(q + stepTo, i8x16.shuffle(a, c, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31));
      v128.store(q + 2 * stepTo, i8x16.shuffle(b, d, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
      v128.store(q + 3 * stepTo, i8x16.shuffle(b, d, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31));
    }
    for (; i < rows; i++, p += 4, q += stepTo) {
      store<f32>(q, load<f32>(p));
      store<f32>(q, load<f32>(p + stepFrom), 4);
      store<f32>(q, load<f32>(p + 2 * stepFrom), 8);
      store<f32>(q, load<f32>(p + 3 * stepFrom), 12);
    }
  }
  for (; j < columns; j++, from += stepFrom, to += 4) {
    let q = to;
    for (let i = 0; i < rows; i++, q += stepTo) store<f32>(q, load<f32>(from + (<usize>i << 2)));
  }
}

/** `copyStrided` for a part of the outermost axis. */
export function copyStridedPart(
  from: usize, to: usize, unit: i32, plan: usize, ndim: i32, first: i32, count: i32,
): void {
  copyStrided(from, to, unit, walk.part(plan, ndim, first, count), ndim);
  walk.reset();
}

/** `transposeStrided` for a part of the outermost axis. */
export function transposeStridedPart(from: usize, to: usize, plan: usize, ndim: i32, first: i32, count: i32): void {
  transposeStrided(from, to, walk.part(plan, ndim, first, count), ndim);
  walk.reset();
}
