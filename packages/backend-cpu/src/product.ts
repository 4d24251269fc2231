// internal

/** A matrix whose rows lie one after the other, in double precision, with room for {@link multiply}'s last tile. */
export interface Packed {
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

const TILE_ROWS = 2;
const TILE_COLUMNS = 4;

/** A matrix of zeros, to be filled in. */
export function pack(rows: number, columns: number): Packed {
  return { values: new Float64Array((rows + TILE_COLUMNS - 1) * columns), rows, columns };
}

/** A copy of a matrix whose elements are `rowStep` and `columnStep` apart, from `offset` on. */
export function packStrided(
  from: ArrayLike<number>,
  offset: number,
  [rows, columns]: readonly [number, number],
  [rowStep, columnStep]: readonly [number, number],
): Packed {
  const packed = pack(rows, columns);
  const { values } = packed;
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0, k = offset + i * rowStep; j < columns; j++, k += columnStep) values[at++] = from[k]!;
  }
  return packed;
}

/**
 * Adds a · bᵀ to `out`, whose rows are `stride` apart from `offset` on: a `[M, K]`, b `[N, K]` → `[M, N]`. Two rows of a meet four of
 * b at a time, so that each value that is read is used several times.
 */
export function multiply(
  a: Packed,
  b: Packed,
  out: Float64Array | Float32Array,
  offset: number,
  stride: number,
): void {
  const [x, y, terms] = [a.values, b.values, a.columns];
  for (let i = 0; i < a.rows; i += TILE_ROWS) {
    const a0 = i * terms;
    const a1 = a0 + terms;
    const second = i + 1 < a.rows;
    for (let j = 0; j < b.rows; j += TILE_COLUMNS) {
      const b0 = j * terms;
      const b1 = b0 + terms;
      const b2 = b1 + terms;
      const b3 = b2 + terms;
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      for (let k = 0; k < terms; k++) {
        const p = x[a0 + k]!;
        const q = x[a1 + k]!;
        const u0 = y[b0 + k]!;
        const u1 = y[b1 + k]!;
        const u2 = y[b2 + k]!;
        const u3 = y[b3 + k]!;
        s00 += p * u0;
        s01 += p * u1;
        s02 += p * u2;
        s03 += p * u3;
        s10 += q * u0;
        s11 += q * u1;
        s12 += q * u2;
        s13 += q * u3;
      }
      const left = b.rows - j;
      const at = offset + i * stride + j;
      addRow(out, at, left, s00, s01, s02, s03);
      if (second) addRow(out, at + stride, left, s10, s11, s12, s13);
    }
  }
}

function addRow(
  out: Float64Array | Float32Array,
  at: number,
  count: number,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
): void {
  out[at]! += s0;
  if (count > 1) out[at + 1]! += s1;
  if (count > 2) out[at + 2]! += s2;
  if (count > 3) out[at + 3]! += s3;
}
