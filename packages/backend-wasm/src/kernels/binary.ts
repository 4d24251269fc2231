import {
  type BinaryOp,
  broadcastShapes,
  type DeviceArray,
  type DType,
  type Kernels,
  type Shape,
  sameShape,
  sizeOf,
} from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { planBroadcast } from '../walk.js';

/** The numbers of assembly/binary.ts: arithmetic, comparisons from 9 on, logic from 15 on. */
const numbers: Record<BinaryOp, number> = {
  add: 0,
  sub: 1,
  mul: 2,
  div: 3,
  maximum: 4,
  minimum: 5,
  remainder: 6,
  pow: 7,
  atan2: 8,
  equal: 9,
  notEqual: 10,
  less: 11,
  lessEqual: 12,
  greater: 13,
  greaterEqual: 14,
  logicalAnd: 15,
  logicalOr: 16,
  logicalXor: 17,
};
const kinds: Record<DType, number> = { float32: 0, int32: 1, bool: 2 };

export const binary = (wasm: WasmRuntime): Kernels['binary'] => {
  const { binaryBool, binaryFloat, binaryInt, binaryStrided } = wasm.call;
  const row = { float32: binaryFloat, int32: binaryInt, bool: binaryBool };

  function strided(op: number, a: DeviceArray, b: DeviceArray, out: DeviceArray, shape: Shape): void {
    const walk = planBroadcast(shape, a.shape, b.shape);
    binaryStrided(
      kinds[a.dtype],
      op,
      wasm.at(a),
      wasm.at(b),
      wasm.at(out),
      wasm.words(walk.words),
      walk.ndim,
    );
  }

  /** a to the power of a small integer, which needs no logarithm; undefined for other powers. */
  function wholePower(a: DeviceArray, b: DeviceArray): DeviceArray | undefined {
    const exponent = wasm.heap.f32[wasm.at(b) / 4]!;
    if (exponent !== 1 && exponent !== 2 && exponent !== 3 && exponent !== 4) return undefined;
    const out = wasm.make(a.shape, 'float32');
    wasm.call.wholePower(wasm.at(a), wasm.at(out), exponent, sizeOf(a.shape));
    return out;
  }

  return (name, a, b) => {
    const op = numbers[name];
    if (name === 'pow' && b.shape.length === 0) {
      const power = wholePower(a, b);
      if (power) return power;
    }
    const same = sameShape(a.shape, b.shape);
    const shape = same ? a.shape : broadcastShapes(name, a.shape, b.shape);
    const out = wasm.make(shape, op < 9 ? a.dtype : 'bool');
    const size = sizeOf(shape);
    if (same) row[a.dtype](op, wasm.at(a), 1, wasm.at(b), 1, wasm.at(out), size);
    else if (size === 0) return out;
    else if (sizeOf(b.shape) === 1) row[a.dtype](op, wasm.at(a), 1, wasm.at(b), 0, wasm.at(out), size);
    else if (sizeOf(a.shape) === 1) row[a.dtype](op, wasm.at(a), 0, wasm.at(b), 1, wasm.at(out), size);
    else strided(op, a, b, out, shape);
    return out;
  };
};
