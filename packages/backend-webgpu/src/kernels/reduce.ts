import {
  type DeviceArray,
  type DType,
  type Kernels,
  type ReduceOp,
  sizeOf,
  stridesOf,
} from '@neurona/backend';
import { spread } from '../shader.js';
import { collapse, type Walk, walkCode, walkParams, walkValues } from '../strided.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';
import { scalarOf } from '../wgsl/scalars.js';

interface Fold {
  readonly start: string;
  /** Puts `v` into `acc`. */
  readonly step: string;
}

const floats: Readonly<Record<ReduceOp, Fold>> = {
  sum: { start: '0.0', step: 'acc + v' },
  mean: { start: '0.0', step: 'acc + v' },
  prod: { start: '1.0', step: 'acc * v' },
  max: { start: '-infinity_()', step: 'maximum_(acc, v)' },
  min: { start: 'infinity_()', step: 'minimum_(acc, v)' },
  all: { start: '1.0', step: 'f32(acc != 0.0 && v != 0.0)' },
  any: { start: '0.0', step: 'f32(acc != 0.0 || v != 0.0)' },
};

const integers: Readonly<Record<ReduceOp, Fold>> = {
  sum: { start: '0', step: 'acc + v' },
  mean: { start: '0', step: 'acc + v' },
  prod: { start: '1', step: 'acc * v' },
  max: { start: 'i32(-2147483647 - 1)', step: 'max(acc, v)' },
  min: { start: '2147483647', step: 'min(acc, v)' },
  all: { start: '1', step: 'i32(acc != 0 && v != 0)' },
  any: { start: '0', step: 'i32(acc != 0 || v != 0)' },
};

/** A reduction: what stays, what goes, and how the work is shared. */
interface Plan {
  readonly op: ReduceOp;
  /** Over x: what stays and what is folded. */
  readonly kept: Walk;
  readonly folded: Walk;
  readonly outputs: number;
  readonly length: number;
  /** By how much a mean divides at the end. */
  readonly divisor: number;
}

/** Reduces axes, in one pass, or in two where one would leave most of the device idle. */
export function reduce(gpu: WebGPURuntime): Kernels['reduce'] {
  return (op, x, axes) => {
    const strides = stridesOf(x.shape);
    const gone = new Set(axes);
    const part = (folded: boolean) => {
      const list = x.shape.map((_, axis) => axis).filter((axis) => gone.has(axis) === folded);
      return { sizes: list.map((axis) => x.shape[axis]!), strides: [list.map((axis) => strides[axis]!)] };
    };
    const kept = part(false);
    const folded = part(true);
    const length = sizeOf(folded.sizes);
    const plan = {
      op,
      kept: collapse(kept),
      folded: collapse(folded),
      outputs: sizeOf(kept.sizes),
      length,
      divisor: length,
    };
    return run(gpu, x, plan, kept.sizes, op === 'all' || op === 'any' ? 'bool' : x.dtype);
  };
}

function run(
  gpu: WebGPURuntime,
  x: DeviceArray,
  plan: Plan,
  shape: readonly number[],
  dtype: DType,
): DeviceArray {
  const { op, outputs, length } = plan;
  const alongRows = plan.folded.strides[0]!.at(-1) === 1;
  const lanes = alongRows ? gpu.lanes(length / 8, 256) : gpu.lanes(Math.min(length / 8, 8192 / outputs), 16);
  const wanted = Math.min(Math.ceil(length / (lanes * 32)), Math.ceil(65536 / (outputs * lanes)), 256);
  const chunks = outputs * lanes < 16384 && length > lanes * 64 ? wanted : 1;
  if (chunks === 1) return pass(gpu, x, plan, { lanes, chunks, alongRows, finish: true }, shape, dtype);
  const partial = pass(gpu, x, plan, { lanes, chunks, alongRows, finish: false }, [chunks, outputs], dtype);
  const rest: Plan = {
    op,
    kept: { sizes: [outputs], strides: [[1]] },
    folded: { sizes: [chunks], strides: [[outputs]] },
    outputs,
    length: chunks,
    divisor: plan.divisor,
  };
  const lanes2 = gpu.lanes(Math.min(chunks / 4, 8192 / outputs), 16);
  const y = pass(
    gpu,
    partial,
    rest,
    { lanes: lanes2, chunks: 1, alongRows: false, finish: true },
    shape,
    dtype,
  );
  gpu.free(partial);
  return y;
}

interface Pass {
  /** Threads that share one output, a power of two. */
  readonly lanes: number;
  /** Workgroups that share one output. */
  readonly chunks: number;
  /** Whether neighbouring threads take neighbouring elements of one output, or of neighbouring outputs. */
  readonly alongRows: boolean;
  /** Whether the results are final. */
  readonly finish: boolean;
}

function pass(
  gpu: WebGPURuntime,
  x: DeviceArray,
  plan: Plan,
  { lanes, chunks, alongRows, finish }: Pass,
  shape: readonly number[],
  dtype: DType,
): DeviceArray {
  const y = gpu.make(shape, dtype);
  const { op, kept, folded, outputs, length } = plan;
  if (outputs === 0) return y;
  const scalar = scalarOf(x.dtype);
  const across = 256 / lanes;
  const divides = finish && op === 'mean';
  const source = () => {
    const fold = (x.dtype === 'float32' ? floats : integers)[op];
    return {
      name: `reduce ${op}`,
      inputs: { x: scalar },
      outputs: { y: scalar },
      params: {
        outputs: 'u32' as const,
        length: 'u32' as const,
        chunk: 'u32' as const,
        chunks: 'u32' as const,
        blocks: 'u32' as const,
        divisor: scalar,
        ...walkParams(kept, ['x'], 'k'),
        ...walkParams(folded, ['x'], 'f'),
      },
      declarations: `${functionsFor(fold.start + fold.step)}
${lanes > 1 ? `var<workgroup> shares: array<${scalar}, 256>;` : ''}`,
      body: `
  let number = group.y * groups.x + group.x;
  let output = number % params.blocks * ${across}u + ${alongRows ? `lane / ${lanes}u` : `lane % ${across}u`};
  let part = ${alongRows ? `lane % ${lanes}u` : `lane / ${across}u`};
  let chunk = number / params.blocks;
  var acc = ${fold.start};
  if (output < params.outputs) {
    ${walkCode(kept, ['x'], 'output', 'k')}
    let end = min(params.length, (chunk + 1u) * params.chunk);
    for (var j = chunk * params.chunk + part; j < end; j += ${lanes}u) {
      ${walkCode(folded, ['x'], 'j', 'f')}
      let v = x[kat_x + fat_x];
      acc = ${fold.step};
    }
  }
${lanes > 1 ? tree(lanes, alongRows, across, fold.step) : ''}
  if (output < params.outputs && part == 0u && chunk < params.chunks) {
    y[chunk * params.outputs + output] = ${divides ? 'acc / params.divisor' : 'acc'};
  }`,
    };
  };
  const key = ['reduce', op, scalar, lanes, alongRows, divides, kept.sizes.length, folded.sizes.length].join(
    ' ',
  );
  const blocks = Math.ceil(outputs / across);
  gpu.dispatch(key, source, {
    inputs: [x],
    outputs: [y],
    params: [
      outputs,
      length,
      Math.ceil(length / chunks),
      chunks,
      blocks,
      plan.divisor,
      ...walkValues(kept),
      ...walkValues(folded),
    ],
    groups: spread(blocks * chunks),
  });
  return y;
}

/** Reduces the threads' shares into the first thread's `acc`. */
function tree(lanes: number, alongRows: boolean, across: number, step: string): string {
  const distance = alongRows ? 1 : across;
  const lines = ['  shares[lane] = acc;', '  workgroupBarrier();'];
  for (let half = lanes / 2; half >= 1; half /= 2) {
    lines.push(
      `  if (part < ${half}u) { let v = shares[lane + ${half * distance}u]; acc = ${step}; shares[lane] = acc; }`,
      '  workgroupBarrier();',
    );
  }
  return lines.join('\n');
}
