import {
  AutogradError,
  checkArgument,
  describeShape,
  randomValues,
  type Shape,
  sizeOf,
  type WithDefaults,
  withDefaults,
} from '@neurona/backend';
import { checkTensors } from '../convert.js';
import { tensor, zerosLike } from '../create.js';
import { scoped } from '../memory/scope.js';
import type { Tensor } from '../tensor.js';
import { grad } from './backward.js';
import { enableGrad } from './grad-mode.js';

/** A function whose gradients are checked. */
export type CheckedFunction = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

/** Settings of {@link gradcheck}. */
export interface GradcheckOptions {
  /** Greatest derivative that is checked: 1 (default) or 2. */
  readonly order?: 1 | 2;
  /** Step of the differences, times |x| / 10 where that is above 1. Default 0.05. */
  readonly eps?: number;
  /** Tolerance as a share of the numeric derivative, default 2e-3. */
  readonly rtol?: number;
  /** Tolerance added to that, default 2e-3. */
  readonly atol?: number;
  /**
   * Number of random directions to check instead of every element: faster, but less exact about where an error is. Default none.
   */
  readonly directions?: number;
}

const defaults = { order: 1, eps: 0.05, rtol: 2e-3, atol: 2e-3, directions: undefined } as const;

type Settings = WithDefaults<GradcheckOptions, typeof defaults>;

/**
 * Compares the gradients of a function with central differences (two step sizes, extrapolated), for random gradients of its
 * outputs. Keep inputs further than `eps` from kinks, as differences reach across them.
 *
 *     ⟨v, ∂f/∂x⟩ ≈ (4 D(h/2) - D(h)) / 3        D(h) = (⟨v, f(x + h)⟩ - ⟨v, f(x - h)⟩) / 2h
 *
 * @param fn - Called with copies of the inputs, many times.
 * @param inputs - Float32 inputs are varied, others are passed unchanged.
 * @param options - `order` (1), `eps` (0.05), `rtol` and `atol` (2e-3), `directions` (every element).
 * @throws {@link AutogradError} if a derivative is wrong; it names the worst element.
 * @example
 * await gradcheck((x) => x.tanh().mul(x), [tensor([0.3, -1.2])], { order: 2 });
 */
export async function gradcheck(
  fn: CheckedFunction,
  inputs: readonly Tensor[],
  options: GradcheckOptions = {},
): Promise<void> {
  checkArgument('gradcheck', 'fn', fn, 'function');
  checkTensors('gradcheck', 'inputs', inputs);
  const settings: Settings = withDefaults('gradcheck', options, defaults);
  const cotangents = await check(fn, inputs, settings, 'first');
  try {
    if (settings.order === 2)
      await check(gradientOf(fn, inputs.length), [...inputs, ...cotangents], settings, 'second');
  } finally {
    for (const cotangent of cotangents) cotangent.dispose();
  }
}

/** The gradients of a function as a function of its inputs and of the gradients of its outputs. */
const gradientOf =
  (fn: CheckedFunction, count: number) =>
  (...args: Tensor[]): Tensor[] => {
    const xs = args.slice(0, count);
    const outputs = differentiable(fn(...xs));
    return gradientsOf(outputs, xs, args.slice(count, count + outputs.length), true);
  };

/** Checks one order; returns the output gradients that it used. */
async function check(
  fn: CheckedFunction,
  inputs: readonly Tensor[],
  settings: Settings,
  order: 'first' | 'second',
): Promise<Tensor[]> {
  const points = await Promise.all(inputs.map((input) => input.data()));
  const backend = inputs[0]!.backend;
  const build = (): Tensor[] =>
    inputs.map((input, i) => {
      const { shape, dtype } = input;
      return tensor(points[i]!, { shape, dtype, backend, requiresGrad: dtype === 'float32' });
    });
  const { cotangents, gradients } = scoped(() => {
    const leaves = build();
    const outputs = enableGrad(() => differentiable(fn(...leaves)));
    const made = outputs.map(({ shape }, i) => tensor(signs(shape, i), { shape, backend }));
    return { cotangents: made, gradients: gradientsOf(outputs, leaves, made, false) };
  });
  const weights = await Promise.all(cotangents.map((cotangent) => cotangent.data()));
  const analytic = await Promise.all(gradients.map((gradient) => gradient.data()));
  for (const gradient of gradients) gradient.dispose();

  /** ⟨v, f(x)⟩ at the points as they stand. */
  const evaluate = async (): Promise<number> => {
    const outputs = scoped(() =>
      enableGrad(() => differentiable(fn(...build()))).map((output) => output.detach()),
    );
    const values = await Promise.all(outputs.map((output) => output.data()));
    for (const output of outputs) output.dispose();
    return values.reduce((sum, value, k) => sum + dot(value, weights[k]!), 0);
  };
  /** Difference quotient along a direction, extrapolated to step 0. */
  const slopeAlong = async (input: number, direction: Float32Array): Promise<number> => {
    const original = points[input]!;
    const quotient = async (h: number): Promise<number> => {
      const ahead = Float32Array.from(direction, (d, i) => original[i]! + h * d);
      const behind = Float32Array.from(direction, (d, i) => original[i]! - h * d);
      points[input] = ahead;
      const up = evaluate();
      points[input] = behind;
      const down = evaluate();
      points[input] = original;
      const width = dot(difference(ahead, behind), direction) / dot(direction, direction); // 2h but for rounding
      return ((await up) - (await down)) / width;
    };
    return (4 * (await quotient(settings.eps / 2)) - (await quotient(settings.eps))) / 3;
  };

  let worst: Mismatch | undefined;
  for (const [input, { dtype, shape }] of inputs.entries()) {
    if (dtype !== 'float32' || points[input]!.length === 0) continue;
    for (const { direction, element } of directionsAt(points[input] as Float32Array, settings.directions)) {
      const found = dot(analytic[input]!, direction);
      const expected = await slopeAlong(input, direction);
      const size = Math.sqrt(dot(direction, direction));
      const excess = Math.abs(found - expected) / (settings.atol * size + settings.rtol * Math.abs(expected));
      if (excess <= 1 || (worst && excess <= worst.excess)) continue;
      worst = {
        excess: Number.isNaN(excess) ? Infinity : excess,
        input,
        shape,
        element,
        size,
        found,
        expected,
      };
    }
  }
  if (order === 'first' && !worst) return cotangents;
  for (const cotangent of cotangents) cotangent.dispose();
  if (worst) throw mismatch(order, worst);
  return [];
}

const differentiable = (outputs: Tensor | readonly Tensor[]): Tensor[] =>
  [outputs].flat().filter(({ requiresGrad }) => requiresGrad) as Tensor[];

/** Gradients with respect to float32 tensors (zeros where nothing depends on one); others are returned as they are. */
function gradientsOf(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  gradOutputs: readonly Tensor[],
  createGraph: boolean,
): Tensor[] {
  const varied = inputs.filter(({ requiresGrad }) => requiresGrad);
  const found =
    outputs.length > 0 ? grad(outputs, varied, { gradOutputs, allowUnused: true, createGraph }) : [];
  return inputs.map((input) => {
    const i = varied.indexOf(input);
    return (found[i] as Tensor | undefined) ?? zerosLike(input);
  });
}

/** Numbers from 0.5 to 1 with random signs. */
function signs(shape: Shape, stream: number): Float32Array {
  const uniform = randomValues('uniform', [sizeOf(shape)], { seed: 1, offset: stream * 2 ** 32 });
  return Float32Array.from(uniform, (u) => (u < 0.5 ? -0.5 - u : u));
}

interface Direction {
  readonly direction: Float32Array;
  /** The one element that varies, if it is one. */
  readonly element?: number;
}

/** Each element by itself, or some random mixtures. */
function* directionsAt(point: Float32Array, count: number | undefined): Generator<Direction> {
  const scales = point.map((x) => Math.max(1, Math.abs(x) / 10));
  for (let k = 0; k < (count ?? 0); k++) {
    const mix = signs([point.length], k + 1);
    yield { direction: mix.map((u, i) => u * scales[i]!) };
  }
  for (let i = 0; count === undefined && i < point.length; i++) {
    const direction = new Float32Array(point.length);
    direction[i] = scales[i]!;
    yield { direction, element: i };
  }
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < b.length; i++) if (b[i] !== 0) sum += a[i]! * b[i]!;
  return sum;
}

const difference = (a: Float32Array, b: Float32Array): Float64Array =>
  Float64Array.from(a, (value, i) => value - b[i]!);

interface Mismatch {
  /** Error divided by tolerance. */
  readonly excess: number;
  readonly input: number;
  readonly shape: Shape;
  readonly element: number | undefined;
  /** Length of the direction. */
  readonly size: number;
  readonly found: number;
  readonly expected: number;
}

function mismatch(
  order: string,
  { input, shape, element, size, found, expected, excess }: Mismatch,
): AutogradError {
  const place =
    element === undefined ? 'a random direction' : `element ${describeShape(placeOf(element, shape))}`;
  return new AutogradError('gradcheck', {
    expected: `a ${order} derivative of ${(expected / size).toPrecision(6)}`,
    received: (found / size).toPrecision(6),
    where: `input ${input}, ${place}, shape ${describeShape(shape)}; ${excess.toPrecision(3)} times the tolerance`,
    hint: "Check the operation's backward, and that the inputs stay away from its kinks.",
  });
}

function placeOf(index: number, shape: Shape): number[] {
  const place: number[] = [];
  for (const size of shape.toReversed()) {
    place.unshift(index % size);
    index = Math.floor(index / size);
  }
  return place;
}
