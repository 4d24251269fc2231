import { randn, tensor, zeros } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { DenseDiscriminator } from './dense-discriminator.js';
import { DenseGenerator } from './dense-generator.js';

const labelsOf = (...labels: number[]) => tensor(labels, { dtype: 'int32' });

forEachBackend(() => {
  it('makes examples of a shape, with the class beside the noise', async () => {
    const generator = new DenseGenerator([2, 3], {
      noiseSize: 4,
      hiddenSizes: [5],
      numClasses: 2,
      output: 'none',
    });
    const noise = randn([1, 4]);
    const [zero, one] = [0, 1].map((label) => generator.forward(noise, labelsOf(label)));
    expect(zero!.shape).toEqual([1, 2, 3]);
    const code = tensor([[...((await noise.data()) as Float32Array), 0, 1]]);
    expectClose(await one!.data(), await generator.main.forward(code).data());
    expect([...(await zero!.data())]).not.toEqual([...(await one!.data())]);
  });

  it.each([
    ['sigmoid', 0, 1],
    ['tanh', -1, 1],
  ] as const)('ends in %s, so that values lie between %i and %i', async (output, low, high) => {
    const generator = new DenseGenerator([9], { noiseSize: 4, hiddenSizes: [5], output });
    const values = [...(await generator.forward(randn([3, 4]).mul(100)).data())];
    expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...values)).toBeLessThanOrEqual(high);
    expect(values.some((value) => value < (low + high) / 2)).toBe(true);
  });

  it('judges an example by its class: the projection is all that differs', async () => {
    const discriminator = new DenseDiscriminator([2, 3], { hiddenSizes: [5, 4], numClasses: 2 });
    const example = randn([1, 2, 3]);
    const [zero, one] = [0, 1].map((label) => discriminator.forward(example, labelsOf(label)));
    const { weight } = discriminator.embedding!;
    const features = discriminator.features.forward(example);
    const difference = features.mul(weight.select(0, 1).sub(weight.select(0, 0))).sum();
    expectClose(await one!.sub(zero!).data(), [await difference.item()]);
  });

  it('says what is wrong', () => {
    expect(() => new DenseGenerator([])).toThrow(
      '[DenseGenerator] expected exampleShape to be one or more integers of at least 1, got [].',
    );
    expect(() => new DenseDiscriminator([2], { hiddenSizes: [0] })).toThrow(
      '[DenseDiscriminator] expected each of hiddenSizes to be an integer of at least 1, got 0.',
    );
    expect(() => new DenseGenerator([2], { output: 'relu' as 'none' })).toThrow(
      '[DenseGenerator] expected output to be one of none, sigmoid, tanh, got relu.',
    );
    const generator = new DenseGenerator([2], { noiseSize: 3, numClasses: 2 });
    expect(() => generator.forward(zeros([2, 4]))).toThrow(
      '[DenseGenerator] expected noise [N, 3], got [2, 4].',
    );
    expect(() => generator.forward(zeros([2, 3]))).toThrow(
      '[DenseGenerator] expected a label for each example, int32 [2], got undefined (it has 2 classes).',
    );
    expect(() => new DenseDiscriminator([2, 2]).forward(zeros([2, 4]))).toThrow(
      '[DenseDiscriminator] expected examples [N, 2, 2], got [2, 4].',
    );
  });
});
