import { currentBackend, ShapeBackend, setBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { torchStateShapes } from '@neurona/checkpoints';
import type { ImageModel } from '../image-model/image-model.js';

/** Number of parameters and names in PyTorch of a model that is made without values. */
export async function onShapes(
  make: () => ImageModel,
): Promise<{ readonly parameters: number; readonly names: readonly string[] }> {
  await useBackend(cpu());
  const before = currentBackend();
  setBackend(new ShapeBackend());
  try {
    const model = make();
    const parameters = model.parameters().reduce((sum, { size }) => sum + size, 0);
    return {
      parameters,
      names: Object.keys(torchStateShapes(model, { inputShape: [1, 128, 128, model.inChannels] })),
    };
  } finally {
    setBackend(before);
  }
}
