import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { generate } from './generate.js';
import { SmallLSTM } from './testing/small-models.js';

forEachBackend((name) => {
  const count = name === 'webgpu' ? 500 : 10_000; // a GPU in software
  it(`holds as much memory after ${count} tokens as after ten`, async () => {
    const model = new SmallLSTM(20);
    const options = { maxNewTokens: count, seed: 1, topK: 5, topP: 0.9 };
    let tokens = 0;
    let early: ReturnType<typeof liveMemory> | undefined;
    for await (const _ of generate(model, [1], options)) {
      tokens++;
      if (tokens === 10) early = liveMemory();
      else if (tokens % 100 === 0) expect(liveMemory()).toEqual(early);
    }
    expect(tokens).toBe(count);
    model.dispose();
  }, 600_000);
});
