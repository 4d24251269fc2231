// internal: which norms of a model can be folded into the layer in front of them
import { ArgumentError, type Backend, currentBackend, type DeviceArray, type Shape } from '@neurona/backend';
import { isTensor } from '@neurona/tensor';
import { Convolution } from '../conv/convolution.js';
import { Linear } from '../linear/linear.js';
import { type AnyModule, Module } from '../module.js';
import { BatchNorm } from '../norm/batch-norm.js';
import { summary } from '../summary/summary.js';

/** A layer, and the norm that alone uses its output. */
export interface FusiblePair {
  readonly layer: Convolution | Linear;
  readonly norm: BatchNorm;
}

/** A model whose layers, norms and kernels are watched while it runs. */
class Watched extends Module<readonly unknown[], unknown> {
  /** Layers by the buffer of their output, and norms by that of their input. */
  readonly layers = new Map<unknown, Convolution | Linear>();
  readonly norms = new Map<unknown, BatchNorm>();
  /** How often a layer or a norm ran. */
  readonly calls = new Map<AnyModule, number>();
  /** How many kernels used a buffer, and those buffers that are results. */
  readonly uses = new Map<unknown, number>();
  readonly results = new Set<unknown>();

  constructor(readonly model: AnyModule) {
    super();
  }

  override forward(...inputs: readonly unknown[]): unknown {
    const stops = Array.from(this.model.namedModules(), ([, module]) =>
      module.onForward((output: unknown, [input]: readonly unknown[]) =>
        this.seeModule(module, input, output),
      ),
    );
    stops.push(this.listen(currentBackend()));
    try {
      const output: unknown = this.model.forward(...inputs);
      for (const buffer of buffersIn(output)) this.results.add(buffer);
      return output;
    } finally {
      for (const stop of stops) stop();
    }
  }

  private listen(backend: Backend): () => void {
    return backend.listen(({ args }) => {
      for (const buffer of buffersIn(args)) this.uses.set(buffer, (this.uses.get(buffer) ?? 0) + 1);
    });
  }

  private seeModule(module: AnyModule, input: unknown, output: unknown): void {
    this.calls.set(module, (this.calls.get(module) ?? 0) + 1);
    const isLayer = module instanceof Convolution || module instanceof Linear;
    if (isLayer && isTensor(output)) this.layers.set(output.buffer, module);
    if (module instanceof BatchNorm && isTensor(input)) this.norms.set(input.buffer, module);
  }

  /** Norms that use what a layer made, alone and once. */
  pairs(): FusiblePair[] {
    const owners = new Map<unknown, number>();
    for (const [, module] of this.model.namedModules())
      for (const [, tensor] of module.ownTensors()) owners.set(tensor, (owners.get(tensor) ?? 0) + 1);
    const isAlone = (module: AnyModule): boolean =>
      this.calls.get(module) === 1 &&
      [...module.ownTensors()].every(([, tensor]) => owners.get(tensor) === 1);
    return [...this.norms].flatMap(([buffer, norm]) => {
      const layer = this.layers.get(buffer);
      const isFit = layer && norm.runningMean && norm.features === layer.weight.shape.at(-1);
      const isOnlyUse = this.uses.get(buffer) === 1 && !this.results.has(buffer);
      return isFit && isOnlyUse && isAlone(layer) && isAlone(norm) ? [{ layer, norm }] : [];
    });
  }
}

/** The buffers of tensors in arrays and records. */
function* buffersIn(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  if ('buffer' in value && 'dtype' in value) yield (value as DeviceArray).buffer;
  else for (const item of Object.values(value)) yield* buffersIn(item);
}

/** Runs a model once on a device that knows shapes alone, with the first of the shapes that it takes, and finds pairs. */
export function findFusible(
  model: AnyModule,
  shapes: readonly (Shape | readonly Shape[])[],
): readonly FusiblePair[] {
  let failure: unknown;
  for (const shape of shapes) {
    const watched = new Watched(model);
    try {
      summary(watched, shape);
      return watched.pairs();
    } catch (error) {
      failure = error;
    }
  }
  throw new ArgumentError('fuse', {
    expected: 'an input shape that the model takes',
    received: failure ?? 'none, and no layer that tells it',
    hint: 'Pass { inputShape: [1, 224, 224, 3] }, or what the model takes.',
    cause: failure,
  });
}
