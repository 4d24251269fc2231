import { broadcastShapes, type DeviceArray, type Kernels, type Shape, sizeOf } from '@neurona/backend';
import { gemm } from '../gemm.js';
import type { Gemm } from '../gemm-job.js';
import { broadcastStrides, collapse, type Walk, walkCode, walkParams, walkValues } from '../strided.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** Stacks of matrix products; a stack that meets one matrix on the right is one tall matrix. */
export function matmul(gpu: WebGPURuntime): Kernels['matmul'] {
  return (a, b, { transposeA = false, transposeB = false, bias }) => {
    const [rows, length] = transposeA ? lastTwo(a).toReversed() : lastTwo(a);
    const columns = lastTwo(b)[transposeB ? 0 : 1];
    const stackA = a.shape.slice(0, -2);
    const stackB = b.shape.slice(0, -2);
    const stack = broadcastShapes('matmul', stackA, stackB);
    const c = gpu.make([...stack, rows!, columns], 'float32');
    if (sizeOf(c.shape) === 0) return c;
    const shared = sizeOf(stackB) === 1 && sizeOf(stackA) > 1 && !transposeA;
    const batch = shared ? 1 : sizeOf(stack);
    const walk = shared ? { sizes: [], strides: [[], []] } : stackWalk(a, b, stack);
    const strides = walk.sizes.length;
    gemm(gpu, {
      name: 'matmul',
      key: `matmul ${transposeA} ${transposeB} ${strides}`,
      batch,
      rows: shared ? rows! * sizeOf(stack) : rows!,
      columns,
      length: length!,
      alongA: transposeA ? 'row' : 'k',
      alongB: transposeB ? 'k' : 'column',
      a,
      b,
      ending: { bias },
      c,
      declarations: () => declarations(walk),
      params: {
        rowOfA: transposeA ? 1 : length!,
        keyOfA: transposeA ? rows! : 1,
        keyOfB: transposeB ? 1 : columns,
        columnOfB: transposeB ? length! : 1,
        ...Object.fromEntries(
          Object.keys(walkParams(walk, names)).map((name, i) => [name, walkValues(walk)[i]!]),
        ),
      },
    } satisfies Gemm);
    return c;
  };
}

const names = ['a', 'b'];

const lastTwo = (x: DeviceArray): [number, number] => [x.shape.at(-2)!, x.shape.at(-1)!];

function stackWalk(a: DeviceArray, b: DeviceArray, stack: Shape): Walk {
  const stepsOf = (x: DeviceArray) => {
    const size = lastTwo(x)[0] * lastTwo(x)[1];
    return broadcastStrides(x.shape.slice(0, -2), stack).map((stride) => stride * size);
  };
  return collapse({ sizes: stack, strides: [stepsOf(a), stepsOf(b)] });
}

const declarations = (walk: Walk): string => `
fn rowA(i: u32, row: u32) -> vec4i {
  ${walkCode(walk, ['a'])}
  return vec4i(i32(at_a + row * params.rowOfA));
}
fn columnB(i: u32, column: u32) -> vec4i {
  ${walkCode(walk, ['b'])}
  return vec4i(i32(at_b + column * params.columnOfB));
}
fn keyA(k: u32) -> vec4i { return vec4i(i32(k * params.keyOfA)); }
fn keyB(k: u32) -> vec4i { return vec4i(i32(k * params.keyOfB)); }
fn loadA(row: vec4i, key: vec4i) -> f32 { return a[row.x + key.x]; }
fn loadB(key: vec4i, column: vec4i) -> f32 { return b[key.x + column.x]; }`;
