import { sigmoid } from './functions';
import { putLanes } from './simd';

/** out[n] = gate · σ(gate) · x. */
export function gatedSilu(gate: usize, x: usize, out: usize, n: i32): void {
  for (; n >= 4; n -= 4, gate += 16, x += 16, out += 16) v128.store(out, four(gate, x));
  if (n > 0) putLanes(out, four(gate, x), n);
}

@inline
function four(gate: usize, x: usize): v128 {
  const g = v128.load(gate);
  return f32x4.mul(f32x4.mul(g, sigmoid(g)), v128.load(x));
}
