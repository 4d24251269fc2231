// internal
import {
  ArgumentError,
  currentBackend,
  type DeviceArray,
  type DType,
  type KernelCall,
  type Shape,
  ShapeBackend,
  setBackend,
  type TypedArray,
} from '@neurona/backend';
import {
  type AnyModule,
  checkModule,
  RotaryPositions,
  rememberModes,
  SinusoidalPositions,
  withTensors,
} from '@neurona/layers';
import { freeConstants, isTensor, noGrad, scoped, type Tensor, zeros } from '@neurona/tensor';
import { watchLayers } from './layer-calls.js';

/** An input of the model that is traced. */
export interface TraceInput {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A call of a kernel, or of a layer that ONNX has as one operation, with arrays as they were when it was made. */
export interface TracedCall {
  readonly kernel: string;
  readonly args: readonly unknown[];
  readonly result: unknown;
}

/** What one forward pass did. */
export interface Trace {
  readonly calls: readonly TracedCall[];
  /** Values that were written to the device, by buffer. */
  readonly written: ReadonlyMap<unknown, TypedArray>;
  /** Scalars that were made inside of layers that are one call, by buffer: others use them again. */
  readonly scalars: ReadonlyMap<unknown, number>;
  /** Buffers of the model's state, by key. */
  readonly state: ReadonlyMap<string, DeviceArray>;
  readonly inputs: readonly DeviceArray[];
  readonly outputs: Readonly<Record<string, DeviceArray>>;
}

/** A device that knows shapes, and remembers what is written to it. */
class TraceBackend extends ShapeBackend {
  readonly written = new Map<unknown, TypedArray>();

  override write(values: TypedArray, shape: Shape, dtype: DType): DeviceArray {
    const array = super.write(values, shape, dtype);
    this.written.set(array.buffer, values.slice());
    return array;
  }
}

/** How a model is traced. */
interface TraceOptions {
  /** Number of positions that tables of them have, where sizes are open. */
  readonly maxLength: number | undefined;
  /** What is traced, by default the model's `forward`. */
  readonly forward: ((...inputs: Tensor[]) => unknown) | undefined;
}

/** Runs a model in evaluation mode on a device with shapes only, and records every kernel call. */
export function trace(
  model: AnyModule,
  given: readonly TraceInput[],
  { maxLength, forward = (...inputs) => model.forward(...inputs) as unknown }: TraceOptions,
): Trace {
  const restoreModes = rememberModes(checkModule('exportONNX', model));
  const backend = new TraceBackend();
  const calls: TracedCall[] = [];
  const scalars = new Map<unknown, number>();
  const stop = backend.listen((call) => calls.push(snapshot(call)));
  const chosen = currentBackend();
  let stopWatching = (): void => {};
  model.eval();
  try {
    setBackend(backend);
    return noGrad(() =>
      scoped(() => {
        const entries = Object.entries(model.stateDict());
        const standIns = new Map<Tensor, Tensor>();
        for (const [, tensor] of entries)
          if (!standIns.has(tensor))
            standIns.set(tensor, zeros(tensor.shape, { dtype: tensor.dtype, backend }));
        const inputs = given.map(({ shape, dtype }) => zeros(shape, { dtype, backend }));
        if (maxLength !== undefined) scoped(() => growTables(model, maxLength));
        stopWatching = watchLayers(model, calls, snapshot, ({ kernel, args, result }) => {
          const [shape, value] = args as readonly [Shape, number];
          if (kernel === 'fill' && shape.length === 0) scalars.set((result as DeviceArray).buffer, value);
        });
        calls.length = 0; // what made the inputs is no part of the model
        const state = new Map(entries.map(([name, tensor]) => [name, still(standIns.get(tensor)!)]));
        const output = withTensors(model, standIns, () => forward(...inputs));
        const outputs = Object.fromEntries(tensorsIn(output, ''));
        if (Object.keys(outputs).length === 0)
          throw new ArgumentError('exportONNX', {
            expected: 'a model that returns tensors',
            received: output,
          });
        return { calls, written: backend.written, scalars, state, inputs: inputs.map(still), outputs };
      }),
    );
  } finally {
    setBackend(chosen);
    freeConstants(backend);
    stop();
    stopWatching();
    restoreModes();
  }
}

/** Computes tables of positions for longer sequences than those of the trace, of which each then takes its part. */
function growTables(model: AnyModule, maxLength: number): void {
  for (const [, layer] of model.namedModules()) {
    if (layer instanceof SinusoidalPositions) layer.forward(zeros([maxLength, layer.embedDim]));
    else if (layer instanceof RotaryPositions) layer.forward(zeros([maxLength, layer.size]));
  }
}

const still = ({ buffer, shape, dtype }: DeviceArray): DeviceArray => ({ buffer, shape, dtype });

const isArray = (value: unknown): value is DeviceArray =>
  typeof value === 'object' && value !== null && 'buffer' in value && 'dtype' in value && 'shape' in value;

/** Arguments and result as they are now: tensors among them may be freed before the trace is read. */
function snapshot({ kernel, args, result }: KernelCall | TracedCall): TracedCall {
  const frozen = (value: unknown): unknown => {
    if (isArray(value)) return still(value);
    if (Array.isArray(value)) return value.map(frozen);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, frozen(item)]));
  };
  return { kernel, args: args.map(frozen), result: frozen(result) };
}

/** Tensors in a result of arrays and records, named by their path. */
function tensorsIn(value: unknown, path: string): [string, DeviceArray][] {
  if (isTensor(value)) return [[path || 'output', still(value)]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    tensorsIn(item, path ? `${path}.${name}` : Array.isArray(value) ? `output.${name}` : name),
  );
}
