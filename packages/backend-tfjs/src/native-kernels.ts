// internal: TensorFlow's operations where tfjs-node's kernels refuse what they can do
import type { DataStorage, KernelBackend, KernelFunc, Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** An attribute of an operation of TensorFlow. */
interface NativeAttr {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** tfjs-node's backend: its data are handles of TensorFlow's eager tensors. */
export interface NativeBackend extends KernelBackend {
  readonly tensorMap: DataStorage<{ readonly shape: readonly number[] }>;
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_ATTR_INT' | 'TF_ATTR_STRING' | 'TF_FLOAT', number>>;
  createReductionOpAttrs(x: TensorInfo, keepDims: boolean): NativeAttr[];
  getDTypeInteger(dtype: string): number;
  executeSingleOutput(op: string, attrs: readonly NativeAttr[], inputs: readonly TensorInfo[]): Tensor;
}

/** Attributes of tfjs's kernels that are used here. */
interface KernelAttrs {
  readonly axis: readonly number[];
  readonly inputShape: readonly number[];
  readonly filterShape: readonly number[];
  readonly strides: readonly number[];
  readonly pad: readonly (readonly number[])[];
}

type Operation = (
  backend: NativeBackend,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: KernelAttrs,
) => TensorInfo;

/** With the names, inputs and attributes of tfjs's kernels. */
const operations: Readonly<Record<string, Operation>> = {
  // tfjs-node casts in these two, which takes tensors of its engine alone
  Pow: (backend, { a, b }) => backend.executeSingleOutput('Pow', [typeOf(backend, a!)], [a!, b!]),
  Mean: (backend, { x }, { axis }) =>
    withVector(backend, axis, (axes) =>
      backend.executeSingleOutput('Mean', backend.createReductionOpAttrs(x!, false), [x!, axes]),
    ),
  // tfjs-node refuses explicit padding in these two
  Conv2DBackpropInput: (backend, { dy, filter }, attrs) =>
    withVector(backend, attrs.inputShape, (shape) =>
      backend.executeSingleOutput('Conv2DBackpropInput', convAttrs(backend, attrs), [shape, filter!, dy!]),
    ),
  Conv2DBackpropFilter: (backend, { x, dy }, attrs) =>
    withVector(backend, attrs.filterShape, (shape) =>
      backend.executeSingleOutput('Conv2DBackpropFilter', convAttrs(backend, attrs), [x!, shape, dy!]),
    ),
};

/** The operations as kernels of tfjs. */
export const nativeKernels: ReadonlyMap<string, KernelFunc> = new Map(
  Object.entries(operations).map(([name, run]) => [
    name,
    ({ inputs, attrs, backend }) => run(backend as NativeBackend, inputs as never, attrs as never),
  ]),
);

/** Runs an operation that takes integers as a tensor. */
function withVector(
  backend: NativeBackend,
  values: readonly number[],
  run: (vector: TensorInfo) => TensorInfo,
): TensorInfo {
  const shape = [values.length];
  const dataId = backend.write(Int32Array.from(values), shape, 'int32');
  try {
    return run({ dataId, shape, dtype: 'int32' });
  } finally {
    backend.disposeData(dataId);
  }
}

const typeOf = (backend: NativeBackend, { dtype }: TensorInfo): NativeAttr => ({
  name: 'T',
  type: backend.binding.TF_ATTR_TYPE,
  value: backend.getDTypeInteger(dtype),
});

function convAttrs({ binding }: NativeBackend, { strides, pad }: KernelAttrs): NativeAttr[] {
  return [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'strides', type: binding.TF_ATTR_INT, value: [1, ...strides, 1] },
    { name: 'padding', type: binding.TF_ATTR_STRING, value: 'EXPLICIT' },
    { name: 'explicit_paddings', type: binding.TF_ATTR_INT, value: pad.flat() },
  ];
}
