// internal: the receptive field of a model with branches
import {
  ArgumentError,
  type ConvGeometry,
  currentBackend,
  type DeviceArray,
  type Shape,
} from '@neurona/backend';
import { isTensor } from '@neurona/tensor';
import { type AnyModule, Module } from '../module.js';
import { summary } from '../summary/summary.js';

/** Windows along one axis, in numbers. */
export interface AxisWindow {
  readonly stride: number;
  /** What a window reaches beyond its first element. */
  readonly reach: number;
  readonly transposed: boolean;
}

/** How many inputs a number of neighbouring elements depend on, along one axis. */
export interface Field {
  readonly sizeOf: (elements: number) => number;
  /** Distance in the input between the fields of neighbours. */
  readonly stride: number;
}

/** The field of an input, which is itself. */
export const identity: Field = { sizeOf: (elements) => elements, stride: 1 };

/** The field of what windows on an array give. */
export function through(field: Field, { stride, reach, transposed }: AxisWindow): Field {
  const under = (elements: number): number =>
    transposed ? Math.floor((elements - 1 + reach) / stride) + 1 : (elements - 1) * stride + reach + 1;
  return {
    sizeOf: remembered((elements) => field.sizeOf(under(elements))),
    stride: transposed ? field.stride / stride : field.stride * stride,
  };
}

/** The most of several fields. */
function most(fields: readonly Field[]): Field {
  const distinct = [...new Set(fields)];
  if (distinct.length === 1) return distinct[0]!;
  return {
    sizeOf: remembered((elements) => Math.max(...distinct.map((field) => field.sizeOf(elements)))),
    stride: Math.max(...distinct.map(({ stride }) => stride)),
  };
}

/** The function with its results kept, as branches would ask for the same again and again. */
function remembered(f: (elements: number) => number): (elements: number) => number {
  const known = new Map<number, number>();
  return (elements) => {
    const result = known.get(elements) ?? f(elements);
    known.set(elements, result);
    return result;
  };
}

/** What a module's windows are: for each axis, none where it looks at all places alike, undefined where its kernels tell. */
export type WindowsOf = (module: AnyModule) => readonly AxisWindow[] | 'none' | undefined;

/** A model whose arrays are followed from its input to its output. */
class Followed extends Module<readonly unknown[], unknown> {
  /** Fields along each axis by the buffer of an array. */
  readonly #fields = new Map<unknown, readonly Field[]>();
  #output: readonly Field[] | undefined;

  constructor(
    readonly model: AnyModule,
    readonly axes: number,
    readonly windowsOf: WindowsOf,
  ) {
    super();
  }

  override forward(...inputs: readonly unknown[]): unknown {
    for (const buffer of buffersIn(inputs)) this.#fields.set(buffer, Array<Field>(this.axes).fill(identity));
    const stops = Array.from(this.model.namedModules(), ([, module]) =>
      module.onForward((output: unknown, given: readonly unknown[]) => this.seeModule(module, given, output)),
    );
    stops.push(
      currentBackend().listen(({ kernel, args, result }) => {
        const before = this.fieldsOf(args);
        const windows = windowKernels.includes(kernel) ? windowed(args) : undefined;
        const after =
          windows &&
          before?.map((field, axis) => through(field, windows[axis + 2 - this.axes] ?? windows[1]));
        this.set(result, after ?? before);
      }),
    );
    try {
      const output: unknown = this.model.forward(...inputs);
      this.#output = this.fieldsOf(output);
      return output;
    } finally {
      for (const stop of stops) stop();
    }
  }

  /** What the model's output depends on. */
  get output(): readonly Field[] | undefined {
    return this.#output;
  }

  private seeModule(module: AnyModule, given: readonly unknown[], output: unknown): void {
    const windows = this.windowsOf(module);
    const before = windows && this.fieldsOf(given);
    if (!before) return;
    const after =
      windows === 'none'
        ? before
        : before.map((field, axis) => through(field, windows[axis] ?? windows.at(-1)!));
    this.set(output, after);
  }

  private fieldsOf(value: unknown): readonly Field[] | undefined {
    const found = [...buffersIn(value)].flatMap((buffer) => this.#fields.get(buffer) ?? []);
    if (found.length === 0) return undefined;
    return Array.from({ length: this.axes }, (_, axis) =>
      most(found.filter((__, i) => i % this.axes === axis)),
    );
  }

  private set(value: unknown, fields: readonly Field[] | undefined): void {
    if (fields) for (const buffer of buffersIn(value)) this.#fields.set(buffer, fields);
  }
}

/** Kernels that models may call by functions in place of layers. */
const windowKernels: readonly string[] = ['conv2d', 'maxPool2d', 'avgPool2d'];

/** The windows of a kernel that has some along height and width; what covers the whole image looks at all places alike. */
function windowed(args: readonly unknown[]): readonly [AxisWindow, AxisWindow] | undefined {
  const geometry = args.find((arg) => typeof arg === 'object' && arg !== null && 'kernelSize' in arg) as
    | Pick<ConvGeometry, 'kernelSize' | 'stride' | 'dilation' | 'outputShape'>
    | undefined;
  if (!geometry) return undefined;
  const { kernelSize, stride, dilation, outputShape } = geometry;
  if (outputShape[1] === 1 && outputShape[2] === 1) return undefined;
  const along = (axis: 0 | 1): AxisWindow => ({
    stride: stride[axis],
    reach: dilation[axis] * (kernelSize[axis] - 1),
    transposed: false,
  });
  return [along(0), along(1)];
}

/** The buffers of tensors in arrays and records. */
function* buffersIn(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  if (isTensor(value) || ('buffer' in value && 'dtype' in value)) yield (value as DeviceArray).buffer;
  else if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
    for (const item of Object.values(value)) yield* buffersIn(item);
}

/** Runs a model once on a device that knows shapes alone, with the first of the shapes that it takes; its fields along each axis. */
export function followFields(
  model: AnyModule,
  axes: number,
  windowsOf: WindowsOf,
  shapes: readonly (Shape | readonly Shape[])[],
): readonly Field[] {
  let failure: unknown;
  const tries = shapes.flatMap((shape) =>
    (['float32', 'int32'] as const).map((dtype) => [shape, dtype] as const),
  );
  for (const [shape, dtype] of tries) {
    const followed = new Followed(model, axes, windowsOf);
    try {
      summary(followed, shape, { dtype });
    } catch (error) {
      failure = error;
      continue;
    }
    if (followed.output) return followed.output;
  }
  throw new ArgumentError('receptiveField', {
    expected: 'an input shape that the model takes',
    received: failure ?? 'none, and no layer that tells it',
    hint: 'Pass { inputShape: [1, 224, 224, 3] }, or what the model takes.',
    cause: failure,
  });
}
