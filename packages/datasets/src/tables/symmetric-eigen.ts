// internal
// Householder's reflections make the matrix tridiagonal, the implicit QL algorithm makes it diagonal
// (Golub, Van Loan, "Matrix Computations", chapter 8).

/** Eigenvalues in descending order, and their eigenvectors of length 1, one a row. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** `[n, n]` */
  readonly vectors: Float64Array;
}

const mostIterations = 60; // for one eigenvalue; two or three are usual

/** Eigenvalues and eigenvectors of a symmetric matrix `[n, n]`. */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const a = matrix.slice();
  const rows = identity(n); // Qᵀ, so that rotations mix neighbouring rows
  for (let k = 0; k < n - 2; k++) reflect(a, rows, n, k);
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * n + i]!);
  const beside = Float64Array.from({ length: n }, (_, i) => (i + 1 < n ? a[i * n + i + 1]! : 0));
  for (let first = 0; first < n; first++) diagonalise(diagonal, beside, rows, n, first);
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[j]! - diagonal[i]!);
  const vectors = new Float64Array(n * n);
  for (const [to, from] of order.entries()) vectors.set(rows.subarray(from * n, (from + 1) * n), to * n);
  return { values: Float64Array.from(order, (i) => diagonal[i]!), vectors };
}

function identity(n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) result[i * n + i] = 1;
  return result;
}

/** H·a·H and H·rows, with the reflection H = I − 2·v·vᵀ that clears column k of `a` from its third element below the diagonal on. */
function reflect(a: Float64Array, rows: Float64Array, n: number, k: number): void {
  const v = new Float64Array(n);
  let squares = 0;
  for (let i = k + 1; i < n; i++) {
    v[i] = a[i * n + k]!;
    squares += v[i]! ** 2;
  }
  const head = v[k + 1]!;
  if (squares === head * head) return; // clear already
  const length = Math.sqrt(squares);
  v[k + 1] = head + (head < 0 ? -length : length);
  const norm = Math.sqrt(squares - head * head + v[k + 1]! ** 2);
  for (let i = k + 1; i < n; i++) v[i] = v[i]! / norm;

  const w = new Float64Array(n); // 2·a·v − 2·(vᵀ·a·v)·v
  let inner = 0;
  for (let i = k; i < n; i++) {
    let sum = 0;
    for (let j = k + 1; j < n; j++) sum += a[i * n + j]! * v[j]!;
    w[i] = 2 * sum;
    inner += v[i]! * sum;
  }
  for (let i = k; i < n; i++) w[i] = w[i]! - 2 * inner * v[i]!;
  for (let i = k; i < n; i++)
    for (let j = k; j < n; j++) a[i * n + j] = a[i * n + j]! - v[i]! * w[j]! - w[i]! * v[j]!;

  const projected = new Float64Array(n); // vᵀ·rows
  for (let i = k + 1; i < n; i++)
    for (let j = 0; j < n; j++) projected[j] = projected[j]! + v[i]! * rows[i * n + j]!;
  for (let i = k + 1; i < n; i++)
    for (let j = 0; j < n; j++) rows[i * n + j] = rows[i * n + j]! - 2 * v[i]! * projected[j]!;
}

/** Rotates until what is beside `diagonal[first]` is zero: QL steps with a shift near an eigenvalue. */
function diagonalise(
  diagonal: Float64Array,
  beside: Float64Array,
  rows: Float64Array,
  n: number,
  first: number,
): void {
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    let last = first; // of the block that hangs together
    while (last < n - 1 && !isNegligible(diagonal, beside, last)) last++;
    if (last === first) return;
    let g = (diagonal[first + 1]! - diagonal[first]!) / (2 * beside[first]!);
    const root = Math.hypot(g, 1);
    g = diagonal[last]! - diagonal[first]! + beside[first]! / (g + (g < 0 ? -root : root));
    let [sine, cosine, shift, i] = [1, 1, 0, last - 1];
    for (; i >= first; i--) {
      const f = sine * beside[i]!;
      const b = cosine * beside[i]!;
      const r = Math.hypot(f, g);
      beside[i + 1] = r;
      if (r === 0) break; // the block falls apart here
      sine = f / r;
      cosine = g / r;
      g = diagonal[i + 1]! - shift;
      const s = (diagonal[i]! - g) * sine + 2 * cosine * b;
      shift = sine * s;
      diagonal[i + 1] = g + shift;
      g = cosine * s - b;
      rotate(rows, n, i, sine, cosine);
    }
    if (i >= first) diagonal[i + 1] = diagonal[i + 1]! - shift;
    else {
      diagonal[first] = diagonal[first]! - shift;
      beside[first] = g;
    }
    beside[last] = 0;
  }
}

const isNegligible = (diagonal: Float64Array, beside: Float64Array, i: number): boolean =>
  Math.abs(beside[i]!) <= Number.EPSILON * (Math.abs(diagonal[i]!) + Math.abs(diagonal[i + 1]!));

/** Rotates rows i and i + 1 in their plane. */
function rotate(rows: Float64Array, n: number, i: number, sine: number, cosine: number): void {
  const [upper, lower] = [i * n, (i + 1) * n];
  for (let k = 0; k < n; k++) {
    const [x, y] = [rows[upper + k]!, rows[lower + k]!];
    rows[lower + k] = sine * x + cosine * y;
    rows[upper + k] = cosine * x - sine * y;
  }
}
