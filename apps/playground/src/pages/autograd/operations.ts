/** What a node may compute: its sign, and the derivative for each input, with inputs a and b and result c. */
export interface Operation {
  readonly symbol: string;
  readonly derivatives: readonly string[];
}

/** The operations; those with a word for a sign are written as functions. */
export const operations = {
  add: { symbol: '+', derivatives: ['1', '1'] },
  sub: { symbol: '−', derivatives: ['1', '−1'] },
  mul: { symbol: '·', derivatives: ['b', 'a'] },
  div: { symbol: '/', derivatives: ['1 / b', '−a / b²'] },
  pow: { symbol: '^', derivatives: ['b · a^(b − 1)', 'c · ln a'] },
  neg: { symbol: '−', derivatives: ['−1'] },
  exp: { symbol: 'exp', derivatives: ['c'] },
  log: { symbol: 'log', derivatives: ['1 / a'] },
  sqrt: { symbol: 'sqrt', derivatives: ['1 / (2 · c)'] },
  sin: { symbol: 'sin', derivatives: ['cos a'] },
  cos: { symbol: 'cos', derivatives: ['−sin a'] },
  tanh: { symbol: 'tanh', derivatives: ['1 − c²'] },
  sigmoid: { symbol: 'σ', derivatives: ['c · (1 − c)'] },
  relu: { symbol: 'relu', derivatives: ['1 (a > 0), 0 (a ≤ 0)'] },
  max: { symbol: 'max', derivatives: ['1 (a > b), 0 (a < b)', '1 (b > a), 0 (b < a)'] },
  min: { symbol: 'min', derivatives: ['1 (a < b), 0 (a > b)', '1 (b < a), 0 (b > a)'] },
  detach: { symbol: 'detach', derivatives: ['0'] },
} as const satisfies Readonly<Record<string, Operation>>;

/** An operation by its name. */
export type OperationName = keyof typeof operations;
