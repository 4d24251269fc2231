import { encodeWeights, loadWeights } from '@neurona/checkpoints';
import { quantize } from '@neurona/layers';
import { manualSeed, noGrad, scoped, uniform } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { ResNet, resnetConfigs } from './resnet.js';

const make = () =>
  new ResNet({ ...resnetConfigs.resnet18, depths: [1, 1, 1, 1], width: 16, numClasses: 10 }).eval();

forEachBackend(() => {
  it('a network of a float16 file keeps its weights so in memory, and its outputs', async () => {
    manualSeed(2);
    const x = uniform([2, 32, 32, 3]);
    const before = liveMemory().bytes;
    const model = make();
    await loadWeights(model, await encodeWeights(model, { floats: 'F16' }));
    const whole = liveMemory().bytes - before;
    const features = () => noGrad(() => scoped(() => model.features(x)));
    const expected = await features().data();
    const live = liveMemory().bytes;
    quantize(model, { bits: 16, convolutions: true });
    expect(whole - (live - liveMemory().bytes)).toBeLessThan(0.6 * whole);
    const stored = await features().data();
    expect(Array.from(stored)).toEqual(Array.from(expected)); // no weight was rounded again
  });
});
