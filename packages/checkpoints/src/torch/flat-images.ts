// internal: finds the modules of a model with flattened images as input or output, whose features PyTorch orders differently
import { currentBackend, type DType, type Shape } from '@neurona/backend';
import {
  type AnyModule,
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  checkModule,
  Embedding,
  Linear,
  Module,
  summary,
} from '@neurona/layers';
import { isTensor, type Tensor } from '@neurona/tensor';
import { CheckpointError } from '../checkpoint-error.js';
import { FlatImageTracer } from './flat-image-tracer.js';

/** Channels of the flattened images that are a module's input or output. */
export interface FlatImages {
  readonly inputs?: number | undefined;
  readonly outputs?: number | undefined;
}

type Convolutional = Conv1d | Conv2d | Conv3d | ConvTranspose1d | ConvTranspose2d | ConvTranspose3d;

const convolutions = [Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d] as const;

const isConvolution = (module: AnyModule): module is Convolutional =>
  convolutions.some((kind) => module instanceof kind);

/** A model whose kernels are listened to while it runs. */
class Listened extends Module<readonly Tensor[], unknown> {
  constructor(
    readonly model: AnyModule,
    private readonly tracer: FlatImageTracer,
  ) {
    super();
  }

  override forward(...inputs: readonly Tensor[]): unknown {
    const { model, tracer } = this;
    const stop = currentBackend().listen((call) => tracer.see(call));
    try {
      for (const input of inputs) tracer.seeInput(input);
      const output: unknown = model.forward(...inputs);
      if (isTensor(output)) tracer.seeAsImage(output);
      return output;
    } finally {
      stop();
    }
  }
}

/** What one run has shown. */
interface Trace {
  readonly found: ReadonlyMap<AnyModule, FlatImages>;
  /** Modules that ran. */
  readonly seen: ReadonlySet<AnyModule>;
  /** What ended the run, if anything did. */
  readonly error: unknown;
}

/** Runs a model once on a device that knows shapes alone, and follows images through it. */
function trace(
  model: AnyModule,
  inputShape: Shape | readonly Shape[],
  dtype: DType,
  keepsSequences: boolean,
): Trace {
  const tracer = new FlatImageTracer(keepsSequences);
  const seen = new Set<AnyModule>();
  const stops = Array.from(model.namedModules(), ([, module]) =>
    module.onForward((output: unknown, [input]: readonly unknown[]) => {
      seen.add(module);
      tracer.seeModule(module, input, output);
    }),
  );
  let error: unknown;
  try {
    summary(new Listened(model, tracer), inputShape, { dtype });
  } catch (thrown) {
    error = thrown;
  } finally {
    for (const stop of stops) stop();
  }
  return { found: tracer.results(), seen, error };
}

/**
 * Modules with flattened images as input or output, with the channels of those images. Without an input shape likely ones are
 * tried: as the sizes of linear layers are fixed, any size that runs has the same result. A run may end early, as in a model
 * that also wants targets, if all modules that matter ran.
 * @throws {@link CheckpointError} if it matters and can't be found out.
 */
export function findFlatImages(
  subject: string,
  model: AnyModule,
  inputShape?: Shape | readonly Shape[],
  keepsSequences = false,
): ReadonlyMap<AnyModule, FlatImages> {
  const modules = [...checkModule(subject, model).namedModules()];
  const convolutional = modules.map(([, module]) => module).filter(isConvolution);
  const channels = new Set(convolutional.flatMap((module) => [module.inChannels, module.outChannels]));
  const isDoubtful = ({ inFeatures, outFeatures }: Linear): boolean =>
    [inFeatures, outFeatures].some((size) => [...channels].some((c) => c > 1 && size > c && size % c === 0));
  const doubtful = modules.filter(([, module]) => module instanceof Linear && isDoubtful(module));
  if (doubtful.length === 0 && !inputShape) return new Map();
  const first = modules.map(([, module]) => module).find(isFirst);
  const dtype = first instanceof Embedding ? 'int32' : 'float32';
  const needed = [...convolutional, ...doubtful.map(([, module]) => module)];
  let error: unknown;
  for (const shape of inputShape ? [inputShape] : first ? likelyShapes(first) : []) {
    const run = trace(model, shape, dtype, keepsSequences);
    if (run.error === undefined || (needed.length > 0 && needed.every((module) => run.seen.has(module)))) {
      return run.found;
    }
    error = run.error;
  }
  throw new CheckpointError(subject, {
    expected: inputShape
      ? 'inputShape to run through the model'
      : 'inputShape, to find which features are flattened images',
    received: inputShape ? error : 'none, and none of the usual ones runs',
    tensor: doubtful[0]?.[0],
    hint: 'Pass { inputShape: [1, 224, 224, 3] }, or what the model takes.',
    cause: error,
  });
}

/** Whether a module is one that takes a model's input, if it is the first with weights. */
const isFirst = (module: AnyModule): module is Linear | Embedding | Convolutional =>
  module instanceof Linear || module instanceof Embedding || isConvolution(module);

const usualSizes = [224, 28, 32, 64, 299, 227, 256, 128, 96, 8, 16, 384, 512];

/** Shapes that a model's first layer with weights could take. */
function* likelyShapes(first: Linear | Embedding | Convolutional): Generator<Shape> {
  if (first instanceof Linear) yield [1, first.inFeatures];
  else yield* sizedShapes(first);
}

function* sizedShapes(first: Embedding | Convolutional): Generator<Shape> {
  const isLine = first instanceof Embedding || first instanceof Conv1d || first instanceof ConvTranspose1d;
  const axes = isLine ? 1 : first instanceof Conv3d || first instanceof ConvTranspose3d ? 3 : 2;
  const most = axes === 3 ? 64 : 512;
  const channels = first instanceof Embedding ? [] : [first.inChannels];
  const small = Array.from({ length: 64 }, (_, i) => i + 1);
  const sizes = isLine ? [...small, ...usualSizes] : [...usualSizes, ...small]; // long sequences take time
  for (const size of new Set(sizes)) {
    if (size <= most) yield [1, ...Array<number>(axes).fill(size), ...channels];
  }
}
