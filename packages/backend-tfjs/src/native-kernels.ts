// internal: TensorFlow's operations where tfjs-node's kernels refuse what they can do
import type { DataStorage, KernelBackend, KernelFunc, Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** An attribute of an operation of TensorFlow. */
interface NativeAttr {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** A result of an operation. */
interface NativeTensor {
  readonly id: number;
}

type TypeName = 'TF_FLOAT' | 'TF_INT32' | 'TF_INT64';
type AttrName = 'TF_ATTR_BOOL' | 'TF_ATTR_INT' | 'TF_ATTR_STRING' | 'TF_ATTR_TYPE';

interface Binding extends Readonly<Record<TypeName | AttrName, number>> {
  executeOp(
    op: string,
    attrs: readonly NativeAttr[],
    inputs: readonly number[],
    outputs: number,
  ): NativeTensor[];
  deleteTensor(id: number): void;
}

/** tfjs-node's backend: its data are handles of TensorFlow's eager tensors. */
export interface NativeBackend extends KernelBackend {
  readonly tensorMap: DataStorage<{ readonly shape: readonly number[] }>;
  readonly binding: Binding;
  getInputTensorIds(inputs: readonly TensorInfo[]): number[];
  createOutputTensor(result: NativeTensor): Tensor;
  createReductionOpAttrs(x: TensorInfo, keepDims: boolean): NativeAttr[];
  getDTypeInteger(dtype: string): number;
  executeSingleOutput(op: string, attrs: readonly NativeAttr[], inputs: readonly TensorInfo[]): Tensor;
}

/** Attributes of tfjs's kernels that are used here. */
interface KernelAttrs {
  readonly axis: readonly number[];
  readonly inputShape: readonly number[];
  readonly filterShape: readonly number[];
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly pad: readonly (readonly number[])[];
}

type Operation = (
  backend: NativeBackend,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: KernelAttrs,
) => TensorInfo | TensorInfo[];

/** With the names, inputs and attributes of tfjs's kernels. */
const operations: Readonly<Record<string, Operation>> = {
  // tfjs-node casts in these two, which takes tensors of its engine alone
  Pow: (backend, { a, b }) => backend.executeSingleOutput('Pow', [typeOf(backend, a!)], [a!, b!]),
  Mean: (backend, { x }, { axis }) =>
    withVector(backend, axis, (axes) =>
      backend.executeSingleOutput('Mean', backend.createReductionOpAttrs(x!, false), [x!, axes]),
    ),
  // tfjs-node has the one that doesn't broadcast
  SelectV2: (backend, { condition, t, e }) =>
    backend.executeSingleOutput('SelectV2', [typeOf(backend, t!)], [condition!, t!, e!]),
  // tfjs-node refuses explicit padding in these two
  Conv2DBackpropInput: (backend, { dy, filter }, attrs) =>
    withVector(backend, attrs.inputShape, (shape) =>
      backend.executeSingleOutput('Conv2DBackpropInput', convAttrs(backend, attrs), [shape, filter!, dy!]),
    ),
  Conv2DBackpropFilter: (backend, { x, dy }, attrs) =>
    withVector(backend, attrs.filterShape, (shape) =>
      backend.executeSingleOutput('Conv2DBackpropFilter', convAttrs(backend, attrs), [x!, shape, dy!]),
    ),
  // MaxPoolWithArgmax without padding, under a name that no other backend of tfjs has; tfjs-node lacks it, and warns of each tensor of int64
  MaxPoolWithPlaces(backend, { x }, { kernelSize, strides }) {
    const { binding } = backend;
    const type = (name: string, value: number): NativeAttr => ({ name, type: binding.TF_ATTR_TYPE, value });
    const sizes = (name: string, value: readonly number[]): NativeAttr => ({
      name,
      type: binding.TF_ATTR_INT,
      value: [1, ...value, 1],
    });
    const attrs = [
      type('T', binding.TF_FLOAT),
      type('Targmax', binding.TF_INT64),
      sizes('ksize', kernelSize),
      sizes('strides', strides),
      { name: 'padding', type: binding.TF_ATTR_STRING, value: 'VALID' },
      { name: 'include_batch_in_index', type: binding.TF_ATTR_BOOL, value: false },
    ];
    const [values, places] = binding.executeOp(
      'MaxPoolWithArgmax',
      attrs,
      backend.getInputTensorIds([x!]),
      2,
    );
    const types = [type('SrcT', binding.TF_INT64), type('DstT', binding.TF_INT32)];
    const [indices] = binding.executeOp('Cast', types, [places!.id], 1);
    binding.deleteTensor(places!.id);
    return [backend.createOutputTensor(values!), backend.createOutputTensor(indices!)];
  },
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
