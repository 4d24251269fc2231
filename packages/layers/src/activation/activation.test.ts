import { ones } from '@neurona/tensor';
import { expect, it } from 'vitest';
import {
  BipolarSigmoid,
  CELU,
  ELU,
  GELU,
  GLU,
  Hardshrink,
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  LeakyReLU,
  LogSigmoid,
  LogSoftmax,
  Mish,
  type Module,
  PReLU,
  ReLU,
  ReLU6,
  RReLU,
  SELU,
  Sigmoid,
  SiLU,
  Softmax,
  Softmin,
  Softplus,
  Softshrink,
  Softsign,
  Step,
  Tanh,
  Tanhshrink,
  Threshold,
} from '../index.js';
import { describeLayer } from '../testing/index.js';

const layers: Record<string, readonly [make: () => Module, kinks?: readonly number[]]> = {
  ReLU: [() => new ReLU(), [0]],
  LeakyReLU: [() => new LeakyReLU({ negativeSlope: 0.2 }), [0]],
  ReLU6: [() => new ReLU6(), [0]],
  Threshold: [() => new Threshold(1, -5), [1]],
  Hardtanh: [() => new Hardtanh({ min: -0.5 }), [-0.5, 1]],
  Hardsigmoid: [() => new Hardsigmoid()],
  Hardswish: [() => new Hardswish()],
  ELU: [() => new ELU({ alpha: 0.5 }), [0]],
  SELU: [() => new SELU(), [0]],
  CELU: [() => new CELU({ alpha: 2 }), [0]],
  Sigmoid: [() => new Sigmoid()],
  BipolarSigmoid: [() => new BipolarSigmoid()],
  LogSigmoid: [() => new LogSigmoid()],
  Tanh: [() => new Tanh()],
  Softsign: [() => new Softsign(), [0]],
  GELU: [() => new GELU({ approximate: 'tanh' })],
  SiLU: [() => new SiLU()],
  Mish: [() => new Mish()],
  Softplus: [() => new Softplus({ beta: 2 })],
  Softshrink: [() => new Softshrink(), [-0.5, 0.5]],
  Hardshrink: [() => new Hardshrink(), [-0.5, 0.5]],
  Tanhshrink: [() => new Tanhshrink()],
  Softmax: [() => new Softmax({ axis: 0 })],
  Softmin: [() => new Softmin()],
  LogSoftmax: [() => new LogSoftmax()],
};
for (const [name, [make, kinks = []]] of Object.entries(layers)) {
  describeLayer(name, { make, kinks, cases: { matrix: { inputs: [[3, 4]], output: [3, 4] } } });
}

describeLayer('Step', {
  make: () => new Step(),
  hasGradient: false,
  cases: { matrix: { inputs: [[3, 4]], output: [3, 4] } },
});

describeLayer('GLU', {
  make: () => new GLU(),
  cases: { matrix: { inputs: [[3, 4]], output: [3, 2] } },
  wrong: [[[[3, 3]], '[glu] expected an axis of even size']],
});

describeLayer('PReLU', {
  make: () => new PReLU({ numParameters: 3 }),
  kinks: [0],
  cases: { matrix: { inputs: [[2, 3]], output: [2, 3] } },
  state: { weight: [3] },
  wrong: [[[[2, 4]], 'got [2, 4]']],
});

describeLayer('RReLU', {
  make: () => new RReLU(),
  kinks: [0],
  random: true,
  cases: { matrix: { inputs: [[3, 4]], output: [3, 4] } },
});

it('says what activations are', () => {
  expect(String(new LeakyReLU({ negativeSlope: 0.2 }))).toBe('LeakyReLU(negativeSlope: 0.2)');
  expect(String(new Threshold(1, -5))).toBe('Threshold(1, -5)');
  expect(String(new PReLU())).toBe('PReLU(numParameters: 1)');
  expect(String(new RReLU())).toBe('RReLU(0.125, 0.3333333333333333)');
  expect(String(new GELU())).toBe('GELU()');
});

it('refuses settings out of range', () => {
  expect(() => new PReLU({ numParameters: 0 })).toThrow(
    '[PReLU] expected numParameters to be an integer of at least 1, got 0.',
  );
  expect(() => new Hardtanh({ min: 2 }).forward(ones([1]))).toThrow(
    '[hardtanh] expected min < max, got [2, 1].',
  );
});
