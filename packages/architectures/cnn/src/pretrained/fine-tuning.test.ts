import { readFile } from 'node:fs/promises';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { describe, it } from 'vitest';
import { type TunedPart, tinyResnet, tunedThere, tuneResnet } from '../testing/tune-resnet.js';

const file = await readFile(new URL('../../fixtures/tiny-resnet.pth', import.meta.url));
const steps = 8;

describe('training a published network with a new head', () => {
  forEachBackend(() => {
    it.each<TunedPart>(['frozenThroughLayer3', 'all'])(
      'has the losses of PyTorch at each step, and its logits after them: %s',
      async (part) => {
        const { model } = await tinyResnet({ file });
        const { losses, logits } = await tuneResnet(model, part, steps);
        expectClose(losses, tunedThere[part].losses);
        expectClose(logits, tunedThere[part].logits);
        model.dispose();
      },
    );
  });
});
