import { type BinaryOp, broadcastShapes, type DType, promoteDTypes } from '@neurona/backend';
import { defineOp } from '../../autograd/define-op.js';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { cast } from './cast.js';
import { integerPower } from './integer-power.js';

/** ∂L/∂a and ∂L/∂b of y = f(a, b), before summing over broadcast axes. What is not saved is undefined. */
interface BinaryDerivative {
  readonly saves?: 'inputs' | 'all';
  a(grad: Tensor, a: Tensor, b: Tensor, y: Tensor): Tensor;
  b(grad: Tensor, a: Tensor, b: Tensor, y: Tensor): Tensor;
}

type BinaryFunction = (a: TensorLike, b: TensorLike) => Tensor;

type Domain = 'number' | 'float32' | 'any' | 'bool';

function binary(name: BinaryOp, domain: Domain, derivative?: BinaryDerivative): BinaryFunction {
  const { saves } = derivative ?? {};
  const op = defineOp<readonly [Tensor, Tensor], undefined>({
    name,
    forward(kernels, inputs) {
      const output = kernels.binary(name, inputs[0], inputs[1]);
      return saves ? { output, saved: saves === 'all' ? [...inputs, output] : inputs } : { output };
    },
    ...(derivative && {
      backward: ([a, b, y], grad, _attrs, needs) => [
        needs[0] ? derivative.a(grad, a!, b!, y!) : undefined,
        needs[1] ? derivative.b(grad, a!, b!, y!) : undefined,
      ],
    }),
  });
  return (a, b) => {
    const left = toTensor(name, a, isTensor(b) ? b : undefined);
    const right = toTensor(name, b, left);
    broadcastShapes(name, left.shape, right.shape);
    const dtype = operandDType(domain, left.dtype, right.dtype);
    return op([cast(left, dtype), cast(right, dtype)], undefined);
  };
}

function operandDType(domain: Domain, a: DType, b: DType): DType {
  if (domain === 'float32' || domain === 'bool') return domain;
  const dtype = promoteDTypes(a, b);
  return domain === 'number' && dtype === 'bool' ? 'int32' : dtype;
}

/**
 * Sum, element by element.
 *
 *     y = a + b        ∂y/∂a = 1, ∂y/∂b = 1
 *
 * Shape: a, b broadcast → their common shape. Numbers take the tensor's dtype; mixed dtypes go to the wider.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await add(tensor([1, 2]), 10).data(); // => [11, 12]
 */
export const add: BinaryFunction = binary('add', 'number', { a: (grad) => grad, b: (grad) => grad });

/**
 * Difference, element by element.
 *
 *     y = a - b        ∂y/∂a = 1, ∂y/∂b = -1
 *
 * Shape: a, b broadcast → their common shape.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await sub(tensor([3, 2]), tensor([1, 5])).data(); // => [2, -3]
 */
export const sub: BinaryFunction = binary('sub', 'number', { a: (grad) => grad, b: (grad) => grad.neg() });

/**
 * Product, element by element.
 *
 *     y = a · b        ∂y/∂a = b, ∂y/∂b = a
 *
 * Shape: a, b broadcast → their common shape.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await mul(tensor([[1, 2], [3, 4]]), tensor([10, 100])).array(); // => [[10, 200], [30, 400]]
 */
export const mul: BinaryFunction = binary('mul', 'number', {
  saves: 'inputs',
  a: (grad, _a, b) => grad.mul(b),
  b: (grad, a) => grad.mul(a),
});

/**
 * Quotient, element by element; always float32.
 *
 *     y = a / b        ∂y/∂a = 1 / b, ∂y/∂b = -y / b
 *
 * Shape: a, b broadcast → their common shape.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await div(tensor([1, 2]), 4).data(); // => [0.25, 0.5]
 */
export const div: BinaryFunction = binary('div', 'float32', {
  saves: 'all',
  a: (grad, _a, b) => grad.div(b),
  b: (grad, _a, b, y) => grad.mul(y).div(b).neg(), // b² might not be representable
});

const floatPower = binary('pow', 'float32', {
  saves: 'all',
  a: (grad, a, b) => grad.mul(b.equal(0).where(0, b.mul(a.pow(b.sub(1))))),
  b: (grad, a, b, y) => grad.mul(a.equal(0).logicalAnd(b.greaterEqual(0)).where(0, y.mul(a.log()))),
});

/**
 * Power, element by element; int32 to the power of int32 stays so.
 *
 *     y = aᵇ        ∂y/∂a = b · aᵇ⁻¹ (0 where b = 0), ∂y/∂b = aᵇ · ln a (0 where a = 0 and b ≥ 0)
 *
 * Shape: a, b broadcast → their common shape.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @throws {@link ArgumentError} if an int32 tensor is raised to a negative integer.
 * @example
 * await pow(tensor([1, 2, 3]), 2).data(); // => [1, 4, 9]
 */
export const pow: BinaryFunction = (a, b) => {
  const base = toTensor('pow', a, isTensor(b) ? b : undefined);
  const exponent = toTensor('pow', b, base);
  if (promoteDTypes(base.dtype, exponent.dtype) === 'float32') return floatPower(base, exponent);
  broadcastShapes('pow', base.shape, exponent.shape);
  return integerPower(cast(base, 'int32'), typeof b === 'number' ? b : cast(exponent, 'int32'));
};

/** Of two operands, the share of the gradient that one gets: all where it won, half where they tie. */
const share = (won: Tensor, tied: Tensor): Tensor => won.cast('float32').add(tied.cast('float32').mul(0.5));

/**
 * The larger of two, element by element; NaN where either is. Equal operands share the gradient.
 *
 *     y = max(a, b)
 *
 * Shape: a, b broadcast → their common shape.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await maximum(tensor([1, 5]), 3).data(); // => [3, 5]
 */
export const maximum: BinaryFunction = binary('maximum', 'number', {
  saves: 'inputs',
  a: (grad, a, b) => grad.mul(share(a.greater(b), a.equal(b))),
  b: (grad, a, b) => grad.mul(share(b.greater(a), a.equal(b))),
});

/**
 * The smaller of two, element by element; NaN where either is. Equal operands share the gradient.
 *
 *     y = min(a, b)
 *
 * Shape: a, b broadcast → their common shape.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await minimum(tensor([1, 5]), 3).data(); // => [1, 3]
 */
export const minimum: BinaryFunction = binary('minimum', 'number', {
  saves: 'inputs',
  a: (grad, a, b) => grad.mul(share(a.less(b), a.equal(b))),
  b: (grad, a, b) => grad.mul(share(b.less(a), a.equal(b))),
});

/**
 * Remainder with the sign of the divisor, as Python's `%`.
 *
 *     y = a - b · ⌊a / b⌋        ∂y/∂a = 1, ∂y/∂b = -⌊a / b⌋
 *
 * Shape: a, b broadcast → their common shape.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await remainder(tensor([-7, 7]), 3).data(); // => [2, 1]
 */
export const remainder: BinaryFunction = binary('remainder', 'number', {
  saves: 'inputs',
  a: (grad) => grad,
  b: (grad, a, b) => grad.mul(a.div(b).floor()).neg(),
});

/** grad · x / (a² + b²), by the larger one first: squares might not be representable. */
function overSquaredLength(grad: Tensor, x: Tensor, a: Tensor, b: Tensor): Tensor {
  const unit = a.abs().maximum(b.abs()).detach();
  const squares = a.div(unit).square().add(b.div(unit).square());
  return grad.mul(x.div(unit)).div(squares).div(unit);
}

/**
 * Angle of the point (b, a) from the positive axis, in radians from -π to π.
 *
 *     y = atan2(a, b)        ∂y/∂a = b / (a² + b²), ∂y/∂b = -a / (a² + b²)
 *
 * Shape: a, b broadcast → their common shape.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await atan2(tensor([1, 0]), tensor([0, -1])).data(); // => [1.5708, 3.1416]
 */
export const atan2: BinaryFunction = binary('atan2', 'float32', {
  saves: 'inputs',
  a: (grad, a, b) => overSquaredLength(grad, b, a, b),
  b: (grad, a, b) => overSquaredLength(grad, a, a, b).neg(),
});

/**
 * Whether two are equal, element by element; NaN equals nothing.
 *
 * Shape: a, b broadcast → their common shape, bool.
 * @example
 * await equal(tensor([1, 2]), 2).array(); // => [false, true]
 */
export const equal: BinaryFunction = binary('equal', 'any');

/**
 * Whether two differ, element by element; NaN differs from everything.
 *
 * Shape: a, b broadcast → their common shape, bool.
 * @example
 * await notEqual(tensor([1, 2]), 2).array(); // => [true, false]
 */
export const notEqual: BinaryFunction = binary('notEqual', 'any');

/**
 * Whether a < b, element by element.
 *
 * Shape: a, b broadcast → their common shape, bool.
 * @example
 * await less(tensor([1, 2]), 2).array(); // => [true, false]
 */
export const less: BinaryFunction = binary('less', 'any');

/**
 * Whether a ≤ b, element by element.
 *
 * Shape: a, b broadcast → their common shape, bool.
 * @example
 * await lessEqual(tensor([1, 2]), 1).array(); // => [true, false]
 */
export const lessEqual: BinaryFunction = binary('lessEqual', 'any');

/**
 * Whether a > b, element by element.
 *
 * Shape: a, b broadcast → their common shape, bool.
 * @example
 * await greater(tensor([1, 2]), 1).array(); // => [false, true]
 */
export const greater: BinaryFunction = binary('greater', 'any');

/**
 * Whether a ≥ b, element by element.
 *
 * Shape: a, b broadcast → their common shape, bool.
 * @example
 * await greaterEqual(tensor([1, 2]), 2).array(); // => [false, true]
 */
export const greaterEqual: BinaryFunction = binary('greaterEqual', 'any');

/**
 * Logical and, element by element; numbers count as true where they are not 0.
 *
 * Shape: a, b broadcast → their common shape, bool.
 * @example
 * await logicalAnd(tensor([true, true]), tensor([true, false])).array(); // => [true, false]
 */
export const logicalAnd: BinaryFunction = binary('logicalAnd', 'bool');

/**
 * Logical or, element by element; numbers count as true where they are not 0.
 *
 * Shape: a, b broadcast → their common shape, bool.
 * @example
 * await logicalOr(tensor([true, false]), tensor([false, false])).array(); // => [true, false]
 */
export const logicalOr: BinaryFunction = binary('logicalOr', 'bool');

/**
 * Logical exclusive or, element by element; numbers count as true where they are not 0.
 *
 * Shape: a, b broadcast → their common shape, bool.
 * @example
 * await logicalXor(tensor([true, false]), tensor([true, true])).array(); // => [false, true]
 */
export const logicalXor: BinaryFunction = binary('logicalXor', 'bool');
