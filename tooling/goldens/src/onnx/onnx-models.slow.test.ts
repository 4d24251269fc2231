import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { onnxModels } from './onnx-models.js';
import { compareWithFile } from './onnx-runtime.js';

describe('an exported model gives in ONNX Runtime, and read again, what it gives itself, for other sizes too', () => {
  beforeAll(() => useBackend(wasm()));

  it.each(Object.entries(onnxModels))('%s', async (_, model) => {
    const { runtime, imported } = await compareWithFile(model);
    expect(runtime).toBeLessThan(1e-4);
    expect(imported).toBeLessThan(1e-4);
  });
});
