// internal: what conversions to PyTorch's layout have to know of a model's inputs
import { CheckpointError, type TorchOptions, torchStateShapes } from '@neurona/checkpoints';
import {
  type AnyModule,
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  Reshape,
  Unflatten,
} from '@neurona/layers';
import type { ProgramInput } from './trial-run.js';

const convolutions = [Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d];

/** Whether a module returns images or convolved sequences, whatever it takes. */
const makesImages = (module: AnyModule): boolean =>
  convolutions.some((kind) => module instanceof kind) ||
  (module instanceof Unflatten && module.sizes.length > 2) ||
  (module instanceof Reshape && module.shape.length > 2);

/**
 * Shapes by which flattened images are found, where there may be some: other models are converted without, as outputs of four axes needn't
 * be images. So are those of several kinds of inputs, if they can be.
 */
export function layoutOf(model: AnyModule, inputs: readonly ProgramInput[]): TorchOptions {
  const areImages = inputs.some(({ shape }) => shape.length > 3);
  if (!areImages && ![...model.namedModules()].some(([, module]) => makesImages(module))) return {};
  const sequences = areImages ? 'channelsFirst' : 'channelsLast'; // an image of one row looks like a sequence
  const layout = { inputShape: inputs.map(({ shape }) => shape), sequences } as const;
  if (inputs.length === 1) return layout;
  try {
    torchStateShapes(model, layout);
    return layout;
  } catch (error) {
    if (error instanceof CheckpointError) return { sequences };
    throw error;
  }
}
