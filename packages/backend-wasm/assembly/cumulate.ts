// Running sums and products along the middle axis of [outer, n, inner].

@inline
function run<T, Sum>(product: bool, x: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  const step = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let total: Sum = product ? 1 : 0;
      let at = <usize>(o * n * inner + i) << 2;
      for (let j = 0; j < n; j++, at += step) {
        const value = <Sum>load<T>(x + at);
        total = product ? <Sum>(total * value) : <Sum>(total + value);
        store<T>(out + at, <T>total);
      }
    }
  }
}

export function cumulateFloat(product: bool, x: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  run<f32, f64>(product, x, out, outer, n, inner);
}

export function cumulateInt(product: bool, x: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  run<i32, i32>(product, x, out, outer, n, inner);
}
