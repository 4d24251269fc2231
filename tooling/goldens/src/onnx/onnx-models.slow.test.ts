import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { onnxModels } from './onnx-models.js';
import { largestDifference } from './onnx-runtime.js';

describe('an exported model gives in ONNX Runtime what it gives itself, for other sizes too', () => {
  beforeAll(() => useBackend(wasm()));

  it.each(Object.entries(onnxModels))('%s', async (_, model) => {
    expect(await largestDifference(model)).toBeLessThan(1e-4);
  });
});
