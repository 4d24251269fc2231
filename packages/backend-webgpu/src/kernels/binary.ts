import { type BinaryOp, broadcastShapes, type DType, type Kernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import { broadcastStrides, collapse, walkCode, walkParams, walkValues } from '../strided.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';
import { scalarOf } from '../wgsl/scalars.js';

const comparisons = new Set<BinaryOp>([
  'equal',
  'notEqual',
  'less',
  'lessEqual',
  'greater',
  'greaterEqual',
  'logicalAnd',
  'logicalOr',
  'logicalXor',
]);

const ordered = '!isNaN_(u) && !isNaN_(v)';

/** Each function of `u` and `v`, both float32. */
const floats: Readonly<Record<BinaryOp, string>> = {
  add: 'u + v',
  sub: 'u - v',
  mul: 'u * v',
  div: 'u / v',
  pow: 'pow_(u, v)',
  maximum: 'maximum_(u, v)',
  minimum: 'minimum_(u, v)',
  remainder: 'remainder_(u, v)',
  atan2: 'atan2_(u, v)',
  equal: `i32(u == v && ${ordered})`,
  notEqual: 'i32(u != v || isNaN_(u) || isNaN_(v))',
  less: `i32(u < v && ${ordered})`,
  lessEqual: `i32(u <= v && ${ordered})`,
  greater: `i32(u > v && ${ordered})`,
  greaterEqual: `i32(u >= v && ${ordered})`,
  logicalAnd: 'i32(u != 0.0 && v != 0.0)',
  logicalOr: 'i32(u != 0.0 || v != 0.0)',
  logicalXor: 'i32((u != 0.0) != (v != 0.0))',
};

/** The same for int32 and bool. */
const integers: Readonly<Record<BinaryOp, string>> = {
  ...floats,
  div: 'u / v',
  pow: 'i32(pow_(f32(u), f32(v)))',
  maximum: 'max(u, v)',
  minimum: 'min(u, v)',
  remainder: 'remainderInt_(u, v)',
  atan2: 'i32(atan2_(f32(u), f32(v)))',
  equal: 'i32(u == v)',
  notEqual: 'i32(u != v)',
  less: 'i32(u < v)',
  lessEqual: 'i32(u <= v)',
  greater: 'i32(u > v)',
  greaterEqual: 'i32(u >= v)',
  logicalAnd: 'i32(u != 0 && v != 0)',
  logicalOr: 'i32(u != 0 || v != 0)',
  logicalXor: 'i32((u != 0) != (v != 0))',
};

/** One function of each pair of elements, with broadcasting. */
export function binary(gpu: WebGPURuntime): Kernels['binary'] {
  return (op, a, b) => {
    const shape = broadcastShapes(op, a.shape, b.shape);
    const dtype: DType = comparisons.has(op) ? 'bool' : a.dtype;
    const y = gpu.make(shape, dtype);
    const size = sizeOf(shape);
    if (size === 0) return y;
    const names = ['a', 'b'];
    const walk = collapse({
      sizes: shape,
      strides: [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)],
    });
    const source = () => {
      const value = (a.dtype === 'float32' ? floats : integers)[op];
      return {
        name: `binary ${op}`,
        inputs: { a: scalarOf(a.dtype), b: scalarOf(b.dtype) },
        outputs: { y: scalarOf(dtype) },
        params: { size: 'u32' as const, ...walkParams(walk, names) },
        declarations: functionsFor(value),
        body: `${eachElement()}\n  ${walkCode(walk, names)}\n  let u = a[at_a];\n  let v = b[at_b];\n  y[i] = ${value};`,
      };
    };
    const key = `binary ${op} ${a.dtype} ${walk.sizes.length}`;
    gpu.dispatch(key, source, {
      inputs: [a, b],
      outputs: [y],
      params: [size, ...walkValues(walk)],
      groups: elementGroups(size),
    });
    return y;
  };
}
