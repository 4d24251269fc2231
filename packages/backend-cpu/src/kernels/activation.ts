// internal
import type { FusedKernels, SmoothActivation } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { erf } from '../erf.js';

/** What an activation multiplies x with, from 0 to 1, and the derivative of that. */
interface Gate {
  value(x: number): number;
  slope(x: number): number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const sigmoidSlope = (x: number): number => sigmoid(x) * sigmoid(-x);
const cubic = 0.044715;
const steepness = Math.sqrt(8 / Math.PI);
const bent = (x: number): number => steepness * x * (1 + cubic * x * x);

const gates: Record<SmoothActivation, Gate> = {
  silu: { value: sigmoid, slope: sigmoidSlope },
  gelu: {
    value: (x) => 0.5 * (1 + erf(x * Math.SQRT1_2)),
    slope: (x) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI),
  },
  geluTanh: {
    value: (x) => sigmoid(bent(x)),
    slope: (x) => sigmoidSlope(bent(x)) * steepness * (1 + 3 * cubic * x * x),
  },
};

/** `activation`: x times its gate. */
export const activation =
  (t: CpuRuntime): FusedKernels['activation'] =>
  (kind, x) => {
    const { value } = gates[kind];
    const from = t.values(x);
    const { array, values } = t.make(x.shape, 'float32');
    for (let i = 0; i < values.length; i++) values[i] = from[i]! * value(from[i]!);
    return array;
  };

/** `activationGrad`: the gradient times the derivative of `activation`. */
export const activationGrad =
  (t: CpuRuntime): FusedKernels['activationGrad'] =>
  (kind, grad, x) => {
    const { value, slope } = gates[kind];
    const [g, from] = [t.values(grad), t.values(x)];
    const { array, values } = t.make(x.shape, 'float32');
    for (let i = 0; i < values.length; i++) {
      const v = from[i]!;
      values[i] = g[i]! * (value(v) + v * slope(v));
    }
    return array;
  };
