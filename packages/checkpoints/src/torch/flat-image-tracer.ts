// internal: follows images through a forward pass, to where they are flattened
import type { DeviceArray, KernelCall } from '@neurona/backend';
import { type AnyModule, BatchNorm1d, LayerNorm, Linear } from '@neurona/layers';
import { isTensor, type Tensor } from '@neurona/tensor';
import type { FlatImages } from './flat-images.js';

/** Features in one order, shared by the modules that return and use them; channels are known once they are used as an image. */
interface Features {
  channels: number | undefined;
}

/** What the values in a buffer are. */
type Mark =
  | { readonly kind: 'image'; readonly channels: number; readonly isLine: boolean }
  | { readonly kind: 'flat'; readonly features: Features };

const makesImages = new Set(['conv2d', 'conv2dInputGrad', 'maxPool2d', 'avgPool2d']);
const movesAxes = new Set(['matmul', 'transpose', 'reduce', 'reverse', 'gather']);
const changesChannels = new Set(['concat', 'slice', 'pad']);

/**
 * Sees one forward pass. Images leave convolutions and pools. A module of features (linear, norm) that is called with an image
 * in the shape `[N, features]` takes a flat one; a linear layer whose features are later used as an image returns a flat one.
 * Images seen as `[N, H · W, C]` are sequences from then on, as they are in PyTorch.
 */
export class FlatImageTracer {
  readonly #marks = new WeakMap<object, Mark>();
  readonly #found = new Map<AnyModule, { readonly inputs?: Features; readonly outputs?: Features }>();

  /** @param keepsSequences - Whether sequences keep their order where they are flattened. */
  constructor(private readonly keepsSequences = false) {}

  /** Sees a kernel call. */
  see({ kernel, args, result }: KernelCall): void {
    const inputs = args.flat().filter(isDeviceArray);
    for (const input of inputs) this.seeAsImage(input);
    const outputs = isDeviceArray(result) ? [result] : Object.values(result ?? {}).filter(isDeviceArray);
    for (const output of outputs) {
      const mark = this.markOfResult(kernel, inputs, output);
      if (mark) this.#marks.set(output.buffer as object, mark);
    }
  }

  private markOfResult(
    kernel: string,
    inputs: readonly DeviceArray[],
    output: DeviceArray,
  ): Mark | undefined {
    if (makesImages.has(kernel)) {
      const mark = imageMark(output);
      return mark.isLine && this.keepsSequences ? undefined : mark;
    }
    if (movesAxes.has(kernel)) return undefined;
    for (const input of inputs) {
      const mark = this.markOf(input);
      const isSame = String(input.shape) === String(output.shape);
      if (mark?.kind === 'flat' && isSame) return mark;
      if (mark?.kind !== 'image' || output.shape.length !== input.shape.length) continue;
      if (output.shape.at(-1) === mark.channels || changesChannels.has(kernel)) {
        return { ...mark, channels: output.shape.at(-1)! };
      }
    }
    return undefined;
  }

  /** What the values of an array are, in the shape in which they are seen now. */
  private markOf({ buffer, shape }: DeviceArray): Mark | undefined {
    const mark = this.#marks.get(buffer as object);
    if (mark?.kind !== 'image') return mark;
    const { channels, isLine } = mark;
    const isImage = shape.at(-1) === channels && (shape.length !== 3 || isLine);
    if (isImage) return mark;
    const isFlat = shape.length === 2 && shape[1]! % channels === 0;
    return isFlat ? { kind: 'flat', features: { channels } } : undefined;
  }

  /** Sees an input of the model: one with height and width is an image. */
  seeInput(input: Tensor): void {
    if (input.ndim >= 4) this.#marks.set(input.buffer as object, imageMark(input));
  }

  /** Plain features that are seen as an image were laid out as one. */
  seeAsImage({ buffer, shape }: DeviceArray): void {
    const mark = this.#marks.get(buffer as object);
    if (mark?.kind === 'flat' && shape.length >= 4) mark.features.channels ??= shape.at(-1)!;
  }

  /** Sees a module that ran. */
  seeModule(module: AnyModule, input: unknown, output: unknown): void {
    if (!isTensor(input) || !isTensor(output)) return;
    if (module instanceof Linear || module instanceof BatchNorm1d || module instanceof LayerNorm) {
      this.seeFeatures(module, input, output);
    }
    const mark = this.markOf(input);
    if (mark?.kind !== 'image' || this.#marks.has(output.buffer as object)) return;
    const isKept = output.ndim === input.ndim && output.shape.at(-1) === mark.channels;
    if (isKept && input.ndim >= 3) this.#marks.set(output.buffer as object, mark); // whatever kernels it is made of
  }

  private seeFeatures(module: AnyModule, input: Tensor, output: Tensor): void {
    const mark = this.markOf(input);
    const inputs = mark?.kind === 'flat' ? mark.features : undefined;
    if (output.ndim !== 2) return;
    const outputs = module instanceof Linear ? { channels: undefined } : inputs;
    this.#found.set(module, { ...(inputs && { inputs }), ...(outputs && { outputs }) });
    if (outputs) this.#marks.set(output.buffer as object, { kind: 'flat', features: outputs });
  }

  /** What was found, by module. */
  results(): Map<AnyModule, FlatImages> {
    const found = Array.from(this.#found, ([module, { inputs, outputs }]): [AnyModule, FlatImages] => [
      module,
      { inputs: inputs?.channels, outputs: outputs?.channels },
    ]);
    return new Map(found.filter(([, { inputs, outputs }]) => (inputs ?? outputs) !== undefined));
  }
}

/** Images of one row are what convolutions of sequences work on. */
const imageMark = ({ shape }: DeviceArray): Mark & { readonly kind: 'image' } => ({
  kind: 'image',
  channels: shape.at(-1)!,
  isLine: shape[1] === 1,
});

const isDeviceArray = (value: unknown): value is DeviceArray =>
  typeof value === 'object' && value !== null && 'buffer' in value && 'shape' in value && 'dtype' in value;
