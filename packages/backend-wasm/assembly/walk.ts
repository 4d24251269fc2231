import { area } from './area';

// Walking along the rows of strided arrays.

/**
 * The place of the current row in up to three arrays, in elements. A plan has 20 bytes for each axis, innermost first: its size, its
 * stride in each of the three arrays, and a counter that starts at 0.
 */
export namespace walk {
  export let a: i32 = 0;
  export let b: i32 = 0;
  export let c: i32 = 0;

  /** Goes to the next row, axis 0 being the row itself. After the last one everything is back at the start: false. */
  export function next(plan: usize, ndim: i32): bool {
    for (let axis = 1; axis < ndim; axis++) {
      plan += 20;
      const count = load<i32>(plan, 16) + 1;
      a += load<i32>(plan, 4);
      b += load<i32>(plan, 8);
      c += load<i32>(plan, 12);
      const size = load<i32>(plan);
      if (count < size) {
        store<i32>(plan, count, 16);
        return true;
      }
      store<i32>(plan, 0, 16);
      a -= size * load<i32>(plan, 4);
      b -= size * load<i32>(plan, 8);
      c -= size * load<i32>(plan, 12);
    }
    return false;
  }

  /** Starts at `first` of the outermost axis and goes `count` far: returns a plan of that part, in the thread's area. */
  export function part(plan: usize, ndim: i32, first: i32, count: i32): usize {
    const to = area.at + 32;
    const last: usize = <usize>20 * <usize>(ndim - 1);
    memory.copy(to, plan, last + 20);
    store<i32>(to + last, count);
    a = first * load<i32>(plan + last, 4);
    b = first * load<i32>(plan + last, 8);
    c = first * load<i32>(plan + last, 12);
    return to;
  }

  /** Back to the start after a part. */
  export function reset(): void {
    a = 0;
    b = 0;
    c = 0;
  }
}
