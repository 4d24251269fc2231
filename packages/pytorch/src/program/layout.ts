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
} from '@neurona/layers';
import type { ProgramInput } from './trial-run.js';

const convolutions = [Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d];

/**
 * Shapes by which flattened images are found, where there may be some: other models are converted without, as outputs of four axes needn't
 * be images. So are those of several kinds of inputs, if they can be.
 */
export function layoutOf(model: AnyModule, inputs: readonly ProgramInput[]): TorchOptions {
  const hasImages =
    inputs.some(({ shape }) => shape.length > 3) ||
    [...model.namedModules()].some(([, module]) => convolutions.some((kind) => module instanceof kind));
  if (!hasImages) return {};
  const areImages = inputs.some(({ shape }) => shape.length > 3);
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
