import { devices, useBackend } from '@neurona/backend';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeGpu } from './node-gpu.js';

describe('nodeGpu', () => {
  const before = process.env.NEURONA_TFJS_NODE;
  beforeEach(() => {
    process.env.NEURONA_TFJS_NODE = '/no/such/folder';
  });
  afterEach(() => {
    if (before === undefined) delete process.env.NEURONA_TFJS_NODE;
    else process.env.NEURONA_TFJS_NODE = before;
  });

  it('says why it can not run here', async () => {
    const reason = expect.stringContaining('/no/such/folder did not load: ');
    expect(await devices(nodeGpu())).toEqual([{ name: 'node-gpu', available: false, reason }]);
    await expect(nodeGpu().create()).rejects.toMatchObject({
      code: 'ERR_BACKEND',
      message: expect.stringMatching(
        /^\[nodeGpu\] expected TensorFlow's library, got none \(\/no\/such\/folder did/,
      ),
    });
    await expect(useBackend(nodeGpu({ cuda: true }))).rejects.toThrow(
      'node-gpu: /no/such/folder did not load',
    );
  });

  it('refuses options that do not exist', () => {
    // @ts-expect-error: a misspelt option
    expect(() => nodeGpu({ gpu: true })).toThrow(/\[nodeGpu\] expected .*cuda.*got gpu/);
  });
});
