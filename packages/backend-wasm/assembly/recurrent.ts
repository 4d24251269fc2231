import { sigmoid as sigmoidInline, tanh as tanhInline } from './functions';
import { put } from './simd';

// One step of recurrent cells, forward and back; equations and the order of gates are those of RecurrentStep in the contract.
// Kinds: 0 tanh, 1 ReLU, 2 LSTM, 3 GRU. Sequences that have ended (length at most `step`) keep their state.

function sigmoid(x: v128): v128 {
  return sigmoidInline(x);
}

function tanh(x: v128): v128 {
  return tanhInline(x);
}

@inline
function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

@inline
function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

/** 1 - a. */
@inline
function rest(a: v128): v128 {
  return f32x4.sub(f32x4.splat(1), a);
}

/** Whether a sequence has this step. */
@inline
function runs(lengths: usize, row: i32, step: i32): bool {
  return lengths == 0 || load<i32>(lengths + (<usize>row << 2)) > step;
}

@inline
function gatesOf(kind: i32): usize {
  return kind == 2 ? 4 : kind == 3 ? 3 : 1;
}

@inline
function savedOf(kind: i32): usize {
  return kind < 2 ? 1 : 5;
}

/** x, states and saved are rows of this step; `next` gets the new hidden state too, and `cell` is changed in place. */
export function recurrentStep(
  kind: i32, batch: i32, size: i32, step: i32, x: usize, q: usize, hidden: usize, cell: usize, lengths: usize,
  states: usize, saved: usize, next: usize,
): void {
  const bytes = <usize>size << 2;
  const gates = gatesOf(kind) * bytes, savedBytes = savedOf(kind) * bytes;
  for (let row = 0; row < batch; row++) {
    if (!runs(lengths, row, step)) {
      memory.copy(states, hidden, bytes);
      memory.copy(next, hidden, bytes);
    } else {
      for (let j: usize = 0, left = size; left > 0; j += 16, left -= 4) {
        const h = stepVector(kind, x + j, q + j, hidden + j, cell + j, saved + j, bytes, left);
        put(states + j, h, left);
        put(next + j, h, left);
      }
    }
    x += gates;
    q += gates;
    saved += savedBytes;
    hidden += bytes;
    states += bytes;
    next += bytes;
    if (cell) cell += bytes;
  }
}

/** The new hidden state of four features. */
@inline
function stepVector(kind: i32, x: usize, q: usize, hidden: usize, cell: usize, saved: usize, bytes: usize, left: i32): v128 {
  const first = add(v128.load(x), v128.load(q));
  if (kind < 2) {
    const y = kind == 0 ? tanh(first) : f32x4.max(first, f32x4.splat(0));
    put(saved, y, left);
    return y;
  }
  const gate = sigmoid(first), second = sigmoid(add(v128.load(x + bytes), v128.load(q + bytes)));
  put(saved, gate, left);
  put(saved + bytes, second, left);
  if (kind == 2) {
    const g = tanh(add(v128.load(x + 2 * bytes), v128.load(q + 2 * bytes)));
    const o = sigmoid(add(v128.load(x + 3 * bytes), v128.load(q + 3 * bytes)));
    const c = v128.load(cell);
    const after = add(mul(second, c), mul(gate, g));
    put(saved + 2 * bytes, g, left);
    put(saved + 3 * bytes, o, left);
    put(saved + 4 * bytes, c, left);
    put(cell, after, left);
    return mul(o, tanh(after));
  }
  const h = v128.load(hidden), part = v128.load(q + 2 * bytes);
  const n = tanh(add(v128.load(x + 2 * bytes), mul(gate, part)));
  put(saved + 2 * bytes, n, left);
  put(saved + 3 * bytes, part, left);
  put(saved + 4 * bytes, h, left);
  return add(n, mul(second, f32x4.sub(h, n)));
}

/** `gradStates`, `saved`, `gradInput` and `gradRecurrent` are rows of this step; those that are 0 are not there. */
export function recurrentStepGrad(
  kind: i32, batch: i32, size: i32, step: i32, gradStates: usize, recurrent: usize, carry: usize, cell: usize,
  lengths: usize, saved: usize, gradInput: usize, gradRecurrent: usize, gradGates: usize,
): void {
  const bytes = <usize>size << 2;
  const gates = gatesOf(kind) * bytes, savedBytes = savedOf(kind) * bytes;
  for (let row = 0; row < batch; row++) {
    const live = runs(lengths, row, step);
    if (!live) {
      memory.fill(gradInput, 0, gates);
      memory.fill(gradGates, 0, gates);
      if (gradRecurrent) memory.fill(gradRecurrent, 0, gates);
    }
    for (let j: usize = 0, left = size; left > 0; j += 16, left -= 4) {
      let dh = add(v128.load(gradStates + j), v128.load(carry + j));
      if (recurrent) dh = add(dh, v128.load(recurrent + j));
      let kept = dh;
      if (live) {
        kept = stepBack(kind, dh, saved + j, cell + j, gradInput + j, gradGates + j, bytes, left);
      }
      put(carry + j, kept, left);
    }
    if (gradRecurrent && live) memory.copy(gradRecurrent, gradGates, gates);
    gradStates += bytes;
    carry += bytes;
    saved += savedBytes;
    gradInput += gates;
    gradGates += gates;
    if (recurrent) recurrent += bytes;
    if (cell) cell += bytes;
    if (gradRecurrent) gradRecurrent += gates;
  }
}

/** Stores the gradient of a gate's two parts. */
@inline
function putBoth(gradInput: usize, gradGates: usize, d: v128, left: i32): void {
  put(gradInput, d, left);
  put(gradGates, d, left);
}

/** Gradients of the gates from dh; returns what goes to h directly. */
@inline
function stepBack(
  kind: i32, dh: v128, saved: usize, cell: usize, gradInput: usize, gradGates: usize, bytes: usize, left: i32,
): v128 {
  const zero = f32x4.splat(0);
  const a = v128.load(saved);
  if (kind < 2) {
    putBoth(gradInput, gradGates, kind == 0 ? mul(dh, rest(mul(a, a))) : v128.and(dh, f32x4.gt(a, zero)), left);
    return zero;
  }
  const b = v128.load(saved + bytes), d = v128.load(saved + 2 * bytes);
  const e = v128.load(saved + 3 * bytes), f = v128.load(saved + 4 * bytes);
  if (kind == 2) {
    // a, b, d, e, f are i, f, g, o and the cell before.
    const t = tanh(add(mul(b, f), mul(a, d)));
    const dc = add(v128.load(cell), mul(mul(dh, e), rest(mul(t, t))));
    put(cell, mul(dc, b), left);
    putBoth(gradInput, gradGates, mul(mul(dc, d), mul(a, rest(a))), left);
    putBoth(gradInput + bytes, gradGates + bytes, mul(mul(dc, f), mul(b, rest(b))), left);
    putBoth(gradInput + 2 * bytes, gradGates + 2 * bytes, mul(mul(dc, a), rest(mul(d, d))), left);
    putBoth(gradInput + 3 * bytes, gradGates + 3 * bytes, mul(mul(dh, t), mul(e, rest(e))), left);
    return zero;
  }
  // a, b, d, e, f are r, z, n, q_n and the hidden state before.
  const dn = mul(mul(dh, rest(b)), rest(mul(d, d)));
  putBoth(gradInput, gradGates, mul(mul(dn, e), mul(a, rest(a))), left);
  putBoth(gradInput + bytes, gradGates + bytes, mul(mul(dh, f32x4.sub(f, d)), mul(b, rest(b))), left);
  put(gradInput + 2 * bytes, dn, left);
  put(gradGates + 2 * bytes, mul(dn, a), left);
  return mul(dh, b);
}
