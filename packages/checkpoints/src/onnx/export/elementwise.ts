// internal
import { ArgumentError, type BinaryOp, type DType, type UnaryOp } from '@neurona/backend';
import type { Lower, Step } from './step.js';

/** Operations with another name in ONNX. */
const unaryNames: Readonly<Partial<Record<UnaryOp, string>>> = {
  neg: 'Neg',
  abs: 'Abs',
  sign: 'Sign',
  relu: 'Relu',
  exp: 'Exp',
  log: 'Log',
  sqrt: 'Sqrt',
  reciprocal: 'Reciprocal',
  sin: 'Sin',
  cos: 'Cos',
  tan: 'Tan',
  asin: 'Asin',
  acos: 'Acos',
  atan: 'Atan',
  sinh: 'Sinh',
  cosh: 'Cosh',
  tanh: 'Tanh',
  asinh: 'Asinh',
  acosh: 'Acosh',
  atanh: 'Atanh',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  erf: 'Erf',
  floor: 'Floor',
  ceil: 'Ceil',
  round: 'Round',
  isNaN: 'IsNaN',
  isInf: 'IsInf',
  logicalNot: 'Not',
};

const binaryNames: Readonly<Partial<Record<BinaryOp, string>>> = {
  add: 'Add',
  sub: 'Sub',
  mul: 'Mul',
  div: 'Div',
  pow: 'Pow',
  maximum: 'Max',
  minimum: 'Min',
  equal: 'Equal',
  less: 'Less',
  lessEqual: 'LessOrEqual',
  greater: 'Greater',
  greaterEqual: 'GreaterOrEqual',
  logicalAnd: 'And',
  logicalOr: 'Or',
  logicalXor: 'Xor',
};

const unary: Lower = (step) => {
  const { graph } = step;
  const op = step.arg<UnaryOp>(0);
  const x = step.input(1);
  const own = unaryNames[op];
  if (own) return graph.add(own, [x])[0];
  const one = (name: string, inputs: readonly string[]): string => graph.add(name, inputs)[0];
  switch (op) {
    case 'square':
      return one('Mul', [x, x]);
    case 'expm1':
      return one('Sub', [one('Exp', [x]), graph.scalar(1)]);
    case 'log1p':
      return one('Log', [one('Add', [x, graph.scalar(1)])]);
    case 'rsqrt':
      return one('Reciprocal', [one('Sqrt', [x])]);
    case 'trunc':
      return one('Mul', [one('Sign', [x]), one('Floor', [one('Abs', [x])])]);
    case 'isFinite':
      return one('Not', [one('Or', [one('IsNaN', [x]), one('IsInf', [x])])]);
    default:
      return unknown(step, op);
  }
};

const binary: Lower = (step) => {
  const { graph } = step;
  const op = step.arg<BinaryOp>(0);
  const [a, b] = [step.input(1), step.input(2)];
  const own = binaryNames[op];
  if (own) return graph.add(own, [a, b])[0];
  if (op === 'notEqual') return graph.add('Not', [graph.add('Equal', [a, b])[0]])[0];
  if (op === 'remainder') {
    if (step.array(1).dtype === 'int32') return graph.add('Mod', [a, b])[0];
    const [whole] = graph.add('Floor', [graph.add('Div', [a, b])[0]]); // as in Python: the sign of the divisor
    return graph.add('Sub', [a, graph.add('Mul', [whole, b])[0]])[0];
  }
  return unknown(step, op);
};

function unknown({ kernel }: Step, op: string): never {
  throw new ArgumentError('exportONNX', {
    expected: 'a forward pass of operations that ONNX has',
    received: `${kernel} ${op}`,
  });
}

const typeNumbers: Readonly<Record<DType, number>> = { float32: 1, int32: 6, bool: 9 };

/** Element-wise kernels. */
export const elementwise: Readonly<Record<string, Lower>> = {
  unary,
  binary,
  select: (step) => step.graph.add('Where', [step.input(0), step.input(1), step.input(2)])[0],
  cast: (step) => {
    const to = step.arg<DType>(1);
    return to === step.array(0).dtype
      ? step.input(0)
      : step.graph.add('Cast', [step.input(0)], { to: typeNumbers[to] })[0];
  },
  copy: (step) => step.input(0),
};

/** As int32, which our indices are and ONNX's are not. */
export const toInt32 = ({ graph }: Step, name: string): string =>
  graph.add('Cast', [name], { to: typeNumbers.int32 })[0];

/** Yes and no as 0 and 1, and back. */
export const throughInt32 = (step: Step, name: string, fold: (name: string) => string): string =>
  step.graph.add('Cast', [fold(toInt32(step, name))], { to: typeNumbers.bool })[0];
