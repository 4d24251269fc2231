import { madd, putLanes } from './simd';

// What is done to the results of a convolution while they are in the cache: y = min(max(x · scale + shift, low), high).

/** Addresses of the rows of all channels, both or none, and the bounds. The caller writes it into scratch memory. */
@unmanaged
export class Finish {
  scale: usize;
  shift: usize;
  low: f32;
  high: f32;
}

/** Finishes four results, whose channels begin `at` bytes into the rows. A NaN stays one: comparisons with it are false. */
export function finishVector(finish: usize, at: usize, to: usize): void {
  const f = changetype<Finish>(finish);
  let y = v128.load(to);
  if (f.scale) y = madd(y, v128.load(f.scale + at), v128.load(f.shift + at));
  v128.store(to, f32x4.pmin(f32x4.pmax(y, f32x4.splat(f.low)), f32x4.splat(f.high)));
}

/** Finishes `rows` rows of `columns` results, `step` bytes apart, of which the first belongs to channel `channel`. */
export function finishRows(finish: usize, channel: i32, c: usize, step: usize, rows: i32, columns: i32): void {
  const f = changetype<Finish>(finish);
  const low = f32x4.splat(f.low), high = f32x4.splat(f.high);
  let factor = f32x4.splat(1), term = f32x4.splat(0);
  let at = <usize>channel << 2;
  for (; columns > 0; columns -= 4, c += 16, at += 16) {
    if (f.scale) {
      factor = v128.load(f.scale + at);
      term = v128.load(f.shift + at);
    }
    for (let row = 0, to = c; row < rows; row++, to += step) {
      const y = f32x4.pmin(f32x4.pmax(madd(v128.load(to), factor, term), low), high);
      if (columns >= 4) v128.store(to, y);
      else putLanes(to, y, columns);
    }
  }
}
