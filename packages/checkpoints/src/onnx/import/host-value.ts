// internal: integers that sizes and axes are made of
import { broadcastShapes, type Shape, sizeOf, stridesOf } from '@neurona/backend';

/** Values that are known without the device: sizes, axes, and what is calculated of them. */
export class HostValue {
  constructor(
    readonly shape: Shape,
    readonly values: readonly number[],
    readonly type: 'int64' | 'bool' | 'float32' = 'int64',
  ) {}
}

/** A list of sizes. */
export const hostList = (values: readonly number[]): HostValue => new HostValue([values.length], values);

/** A value of a shape, element by element. */
export function hostOf(
  shape: Shape,
  value: (index: readonly number[]) => number,
  type: HostValue['type'],
): HostValue {
  const strides = stridesOf(shape);
  const values = Array.from({ length: sizeOf(shape) }, (_, i) =>
    value(shape.map((size, axis) => Math.floor(i / strides[axis]!) % size)),
  );
  return new HostValue(shape, values, type);
}

/** An element; axes of size 1 are stretched, and those in front may be missing. */
export function elementOf({ shape, values }: HostValue, index: readonly number[]): number {
  const strides = stridesOf(shape);
  const own = index.slice(index.length - shape.length);
  return values[own.reduce((sum, place, axis) => sum + (shape[axis] === 1 ? 0 : place * strides[axis]!), 0)]!;
}

/** A function of values that broadcast. */
export function hostMap(
  operands: readonly HostValue[],
  of: (...values: number[]) => number,
  type: HostValue['type'] = operands[0]!.type,
): HostValue {
  const shape = operands.reduce<Shape>(
    (all, operand) => broadcastShapes('importONNX', all, operand.shape),
    [],
  );
  return hostOf(shape, (index) => of(...operands.map((operand) => elementOf(operand, index))), type);
}
