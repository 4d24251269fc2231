import { formatBrief, formatNumber } from '../i18n/numbers.js';
import type { ShownOptimizer } from './names.js';

/** Values of one quantity, one a parameter. */
export type Vector = readonly number[];

/** Vectors of two out of `[x, y, x, y, ...]`. */
export const pairs = (values: ArrayLike<number>): Vector[] =>
  Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i]!, values[2 * i + 1]!]);

/** What a line of an optimizer's formula is about. */
export type UpdateKind =
  | 'gradient'
  | 'velocity'
  | 'average'
  | 'squares'
  | 'steps'
  | 'corrected'
  | 'step'
  | 'place';

/** A line of an optimizer's formula: in symbols, with the numbers of now, and what comes out. */
export interface UpdateLine {
  readonly kind: UpdateKind;
  readonly symbols: string;
  readonly numbers: string;
  readonly value: Vector;
}

/** What an update is computed from. */
export interface UpdateInput {
  /** The parameters now. */
  readonly place: Vector;
  /** The gradients of all steps so far, that of now at the end. */
  readonly gradients: readonly Vector[];
  readonly learningRate: number;
  /** The share of the velocity that stays, default 0.9. */
  readonly momentum?: number;
  /** Decay of RMSprop's average, default 0.9. */
  readonly alpha?: number;
}

/** Two decimals, and no more digits for what is very small or large: `0.35`, `0.0012`, `1,240`. */
function writeValue(value: number): string {
  const size = Math.abs(value);
  return size >= 0.01 && size < 1000 ? formatNumber(value, 2) : formatBrief(Number(value.toPrecision(2)));
}

/** A vector as text: `(0.35; −8.00)`; a single number without brackets. */
export const writeVector = (vector: Vector): string =>
  vector.length === 1 ? writeValue(vector[0]!) : `(${vector.map(writeValue).join(';\u00a0')})`;

/** The same behind a sign: in brackets where it begins with a minus. */
const factor = (vector: Vector): string => {
  const text = writeVector(vector);
  return text.startsWith('−') ? `(${text})` : text;
};

const map = (vector: Vector, of: (value: number, i: number) => number): Vector => vector.map(of);
const squared = (vector: Vector): Vector => map(vector, (value) => value * value);

/** A running average of values: a ← decay · a + (1 − decay) · value. Returns the one before the last, and the last. */
function averageOf(values: readonly Vector[], decay: number): [before: Vector, now: Vector] {
  let [before, now]: [Vector, Vector] = [map(values[0]!, () => 0), map(values[0]!, () => 0)];
  for (const value of values) {
    before = now;
    now = map(before, (old, i) => decay * old + (1 - decay) * value[i]!);
  }
  return [before, now];
}

/** The velocity: v ← β v + g. */
function velocityOf(gradients: readonly Vector[], beta: number): [before: Vector, now: Vector] {
  let [before, now]: [Vector, Vector] = [map(gradients[0]!, () => 0), map(gradients[0]!, () => 0)];
  for (const gradient of gradients) {
    before = now;
    now = map(before, (old, i) => beta * old + gradient[i]!);
  }
  return [before, now];
}

/**
 * One update of an optimizer in plain numbers, line by line: the gradient, what the optimizer remembers, the step, and where it
 * leads. For showing what the tensors compute.
 */
export function updateOf(name: ShownOptimizer, input: UpdateInput): UpdateLine[] {
  const { place, gradients, learningRate: rate } = input;
  const g = gradients.at(-1)!;
  const { lines, delta } = rules[name](input, g, formatBrief(rate));
  const next = map(place, (value, i) => value + delta[i]!);
  return [
    { kind: 'gradient', symbols: 'g = ∇L(w)', numbers: `∇L${bracketed(writeVector(place))}`, value: g },
    ...lines,
    {
      kind: 'place',
      symbols: 'w ← w + Δw',
      numbers: `${writeVector(place)} + ${factor(delta)}`,
      value: next,
    },
  ];
}

const bracketed = (text: string): string => (text.startsWith('(') ? text : `(${text})`);

type Rule = (
  input: UpdateInput,
  gradient: Vector,
  rate: string,
) => { readonly lines: readonly UpdateLine[]; readonly delta: Vector };

/** The last line: the step. */
function ended(lines: readonly UpdateLine[], symbols: string, numbers: string, delta: Vector) {
  return { lines: [...lines, { kind: 'step', symbols, numbers, value: delta } as const], delta };
}

function velocityLine({ gradients, momentum = 0.9 }: UpdateInput, g: Vector): UpdateLine {
  const [before, value] = velocityOf(gradients, momentum);
  const numbers = `${formatBrief(momentum)} · ${factor(before)} + ${factor(g)}`;
  return { kind: 'velocity', symbols: 'v ← β v + g', numbers, value };
}

function averageLine(
  kind: 'average' | 'squares',
  [letter, decay, of]: readonly [letter: string, decay: string, of: string],
  values: readonly Vector[],
  beta: number,
): UpdateLine {
  const [before, value] = averageOf(values, beta);
  const rest = formatBrief(Number((1 - beta).toPrecision(6)));
  return {
    kind,
    symbols: `${letter} ← ${decay} ${letter} + (1 − ${decay}) ${of}`,
    numbers: `${formatBrief(beta)} · ${factor(before)} + ${rest} · ${factor(values.at(-1)!)}`,
    value,
  };
}

const eps = 1e-8;

/** What each optimizer computes between the gradient and the next place: as in PyTorch. */
const rules: Readonly<Record<ShownOptimizer, Rule>> = {
  sgd: ({ learningRate }, g, rate) =>
    ended(
      [],
      'Δw = −η g',
      `−${rate} · ${factor(g)}`,
      map(g, (value) => -learningRate * value),
    ),

  momentum(input, g, rate) {
    const velocity = velocityLine(input, g);
    const delta = map(velocity.value, (v) => -input.learningRate * v);
    return ended([velocity], 'Δw = −η v', `−${rate} · ${factor(velocity.value)}`, delta);
  },

  nesterov(input, g, rate) {
    const { learningRate, momentum = 0.9 } = input;
    const velocity = velocityLine(input, g);
    const delta = map(velocity.value, (v, i) => -learningRate * (g[i]! + momentum * v));
    const numbers = `−${rate} · (${writeVector(g)} + ${formatBrief(momentum)} · ${factor(velocity.value)})`;
    return ended([velocity], 'Δw = −η (g + β v)', numbers, delta);
  },

  rmsprop(input, g, rate) {
    const { gradients, learningRate, alpha = 0.9 } = input;
    const squares = averageLine('squares', ['s', 'α', 'g²'], gradients.map(squared), alpha);
    const delta = map(g, (value, i) => (-learningRate * value) / (Math.sqrt(squares.value[i]!) + eps));
    const numbers = `−${rate} · ${factor(g)} / √${bracketed(writeVector(squares.value))}`;
    return ended([squares], 'Δw = −η g / √s', numbers, delta);
  },

  adadelta({ gradients, learningRate }, g, rate) {
    const [rho, small] = [0.9, 1e-6];
    const zero = map(g, () => 0);
    let [square, older, average, unscaled] = [zero, zero, zero, zero];
    let moved = zero; // the step before, without the learning rate
    for (const gradient of gradients) {
      moved = unscaled;
      square = map(square, (old, i) => rho * old + (1 - rho) * gradient[i]! ** 2);
      older = average;
      average = map(older, (old, i) => rho * old + (1 - rho) * moved[i]! ** 2);
      unscaled = map(
        gradient,
        (value, i) => -value * Math.sqrt((average[i]! + small) / (square[i]! + small)),
      );
    }
    const squares = averageLine('squares', ['s', 'ρ', 'g²'], gradients.map(squared), rho);
    const steps: UpdateLine = {
      kind: 'steps',
      symbols: 'd ← ρ d + (1 − ρ) (Δw / η)²',
      numbers: `${formatBrief(rho)} · ${factor(older)} + ${formatBrief(0.1)} · ${factor(squared(moved))}`,
      value: average,
    };
    const numbers = `−${rate} · √${bracketed(writeVector(average))} / √${bracketed(writeVector(square))} · ${factor(g)}`;
    const delta = map(unscaled, (value) => learningRate * value);
    return ended([squares, steps], 'Δw = −η √d / √s · g', numbers, delta);
  },

  adam({ gradients, learningRate }, _, rate) {
    const [beta1, beta2] = [0.9, 0.999];
    const count = gradients.length;
    const average = averageLine('average', ['m', 'β₁', 'g'], gradients, beta1);
    const squares = averageLine('squares', ['s', 'β₂', 'g²'], gradients.map(squared), beta2);
    const [m, s] = [
      map(average.value, (value) => value / (1 - beta1 ** count)),
      map(squares.value, (value) => value / (1 - beta2 ** count)),
    ];
    const t = formatNumber(count);
    const corrected: UpdateLine = {
      kind: 'corrected',
      symbols: 'm̂ = m / (1 − β₁ᵗ),  ŝ = s / (1 − β₂ᵗ)',
      numbers: `t = ${t}:  m̂ = ${writeVector(m)},  ŝ = ${writeVector(s)}`,
      value: m,
    };
    const delta = map(m, (value, i) => (-learningRate * value) / (Math.sqrt(s[i]!) + eps));
    const numbers = `−${rate} · ${factor(m)} / √${bracketed(writeVector(s))}`;
    return ended([average, squares, corrected], 'Δw = −η m̂ / √ŝ', numbers, delta);
  },
};
