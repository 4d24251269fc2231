/**
 * Rows `first` to `first + count` of y, whose halves are those of x turned by angles: rows of cos and sin, `half` wide, of which each table
 * has `length` and is for `share` rows of x.
 */
export function rotary(
  x: usize, cos: usize, sin: usize, y: usize, half: i32, length: i32, share: i32, first: i32, count: i32,
): void {
  const bytes = <usize>half << 2;
  for (let row = first; row < first + count; row++) {
    const table = <usize>((row / share) * length + row % length) * bytes;
    const a = x + <usize>row * 2 * bytes, b = a + bytes, c = cos + table, s = sin + table;
    const to = y + <usize>row * 2 * bytes;
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) {
      const xa = v128.load(a + i), xb = v128.load(b + i), xc = v128.load(c + i), xs = v128.load(s + i);
      v128.store(to + i, f32x4.sub(f32x4.mul(xa, xc), f32x4.mul(xb, xs)));
      v128.store(to + bytes + i, f32x4.add(f32x4.mul(xb, xc), f32x4.mul(xa, xs)));
    }
    for (; i < bytes; i += 4) {
      const xa = load<f32>(a + i), xb = load<f32>(b + i), xc = load<f32>(c + i), xs = load<f32>(s + i);
      store<f32>(to + i, xa * xc - xb * xs);
      store<f32>(to + bytes + i, xb * xc + xa * xs);
    }
  }
}
