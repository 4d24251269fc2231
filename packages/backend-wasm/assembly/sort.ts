// The k first of rows in order. An element and its index become one 64-bit key whose order is the wanted one, so equal
// elements stay in the order of their indices.

/** A key that rises with the element; NaN is above everything, and -0 equals 0. */
@inline
function rising(x: usize, float: bool): u32 {
  if (!float) return load<u32>(x) ^ 0x80000000;
  const value = load<f32>(x);
  if (value != value) return 0xffffffff;
  if (value == 0) return 0x80000000;
  const bits = load<u32>(x);
  return bits & 0x80000000 ? ~bits : bits | 0x80000000;
}

/** Keys that are at most this many are kept in order while going through the row; more are sorted whole. */
const FEW: i32 = 32;

/** `scratch` has room for 2 n keys. Indices are written to `indices`, elements to `values`. */
export function topK(
  float: bool, largest: bool, x: usize, values: usize, indices: usize, rows: i32, n: i32, k: i32, scratch: usize,
): void {
  for (; rows > 0; rows--, x += <usize>n << 2) {
    const keys = k <= FEW ? select(float, largest, x, n, k, scratch) : sort(float, largest, x, n, scratch);
    for (let i = 0; i < k; i++, values += 4, indices += 4) {
      const index = <u32>load<u64>(keys + (<usize>i << 3));
      store<u32>(indices, index);
      store<u32>(values, load<u32>(x + (<usize>index << 2)));
    }
  }
}

@inline
function keyOf(float: bool, largest: bool, x: usize, i: i32): u64 {
  const key = rising(x + (<usize>i << 2), float);
  return <u64>(largest ? ~key : key) << 32 | <u64>i;
}

/** The k smallest keys, by insertion. */
function select(float: bool, largest: bool, x: usize, n: i32, k: i32, keys: usize): usize {
  let count = 0;
  for (let i = 0; i < n; i++) {
    const key = keyOf(float, largest, x, i);
    if (count == k) {
      if (k == 0 || key > load<u64>(keys + (<usize>(k - 1) << 3))) continue;
    } else {
      count++;
    }
    let at = keys + (<usize>(count - 1) << 3);
    while (at > keys && load<u64>(at - 8) > key) {
      store<u64>(at, load<u64>(at - 8));
      at -= 8;
    }
    store<u64>(at, key);
  }
  return keys;
}

/** All keys in order, by merging runs of twice the length each time. */
function sort(float: bool, largest: bool, x: usize, n: i32, scratch: usize): usize {
  let from = scratch, to = scratch + (<usize>n << 3);
  for (let i = 0; i < n; i++) store<u64>(from + (<usize>i << 3), keyOf(float, largest, x, i));
  for (let length = 1; length < n; length <<= 1) {
    let out = to;
    for (let start = 0; start < n; start += 2 * length) {
      let a = from + (<usize>start << 3);
      const middle = from + (<usize>min(start + length, n) << 3);
      const end = from + (<usize>min(start + 2 * length, n) << 3);
      let b = middle;
      while (a < middle && b < end) {
        const p = load<u64>(a), q = load<u64>(b);
        if (p <= q) {
          store<u64>(out, p);
          a += 8;
        } else {
          store<u64>(out, q);
          b += 8;
        }
        out += 8;
      }
      memory.copy(out, a, middle - a);
      out += middle - a;
      memory.copy(out, b, end - b);
      out += end - b;
    }
    const swap = from;
    from = to;
    to = swap;
  }
  return from;
}
