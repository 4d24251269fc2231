import { Generator, Parameter, scoped, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { spectralNorm } from './index.js';

/** Something with a weight. */
const layerOf = (weight: Tensor): { training: boolean; weight: Tensor } => ({ training: true, weight });

const values = async (x: Tensor): Promise<number[]> => Array.from(await x.data());

forEachBackend(() => {
  it('divides the weight by its largest singular value', async () => {
    const layer = spectralNorm(
      layerOf(
        new Parameter([
          [3, 0],
          [0, 4],
          [0, 0],
        ]),
      ),
      {
        iterations: 30,
        rng: new Generator(1),
      },
    );
    for (const [i, value] of (await values(layer.weight)).entries()) {
      expect(value).toBeCloseTo([0.75, 0, 0, 1, 0, 0][i]!, 5);
    }
  });

  it('flattens all axes but the last, and learns by the original weight', async () => {
    const original = new Parameter([[[1, 2]], [[3, 5]]]); // [2, 1, 2]
    const layer = spectralNorm(layerOf(original), { iterations: 50, rng: new Generator(2) });
    expect(Object.keys(layer)).toEqual(['training', 'weightOrig', 'weightU', 'weightV']);
    layer.weight
      .mul(tensor([[[1, 2]], [[3, 5]]]))
      .sum()
      .backward();
    // d/dW of ⟨W/σ, W₀⟩ at W₀ is W₀/σ - ⟨W₀, W₀⟩/σ² · ∂σ/∂W, which is orthogonal to W₀ but for ⟨W₀/σ, W₀⟩ - ⟨W₀, W₀⟩/σ = 0
    const [grad, weight] = [await values(original.grad!), await values(original)];
    expect(grad.reduce((sum, g, i) => sum + g * weight[i]!, 0)).toBeCloseTo(0, 3);
  });

  it('has the weights, gradients and vectors of PyTorch, step by step', async () => {
    const original = new Parameter([
      [3, 1],
      [0, 4],
      [2, -1],
    ]);
    const layer = spectralNorm(layerOf(original));
    const { weightU, weightV } = layer as unknown as Record<'weightU' | 'weightV', Tensor>;
    weightU.assign(tensor([[0.6], [0.8]]));
    const slopes = tensor([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    for (const { weight, grad, u, v } of [
      {
        weight: [0.718742609, 0.2395808697, 0, 0.9583234787, 0.4791617393, -0.2395808697],
        grad: [-0.2442288995, 0.1144692302, -0.1162964702, 0.1593145132, 0.6443103552, 1.3076615334],
        u: [0.4973841012, 0.8675304055],
        v: [0.6276459098, 0.7724872828, 0.0965609178],
      },
      {
        weight: [0.7114495635, 0.2371498644, 0, 0.9485994577, 0.4742997289, -0.2371498644],
        grad: [-0.116394639, 0.1718053222, -0.0456186533, 0.0434050556, 0.6923859119, 1.381013155],
        u: [0.4142459631, 0.9101649523],
        v: [0.5620517731, 0.826546669, 0.0303067137],
      },
    ]) {
      original.grad = undefined;
      const used = layer.weight;
      used.mul(slopes).sum().backward();
      expectClose(await used.data(), weight);
      expectClose(await original.grad!.data(), grad);
      expectClose(await weightU.data(), u);
      expectClose(await weightV.data(), v);
    }
    layer.training = false; // as after the last step
    expectClose(
      await layer.weight.data(),
      [0.7114495635, 0.2371498644, 0, 0.9485994577, 0.4742997289, -0.2371498644],
    );
  });

  it('goes on with the power iteration in training alone, and can be used twice before backward', async () => {
    const layer = spectralNorm(
      layerOf(
        new Parameter([
          [3, 1],
          [0, 4],
        ]),
      ),
      { rng: new Generator(3) },
    );
    const u = (layer as unknown as { weightU: Tensor }).weightU;
    const first = await values(u);
    layer.training = false;
    scoped(() => layer.weight.shape);
    expect(await values(u)).toEqual(first);
    layer.training = true;
    layer.weight.square().sum().add(layer.weight.sum()).backward();
    expect(await values(u)).not.toEqual(first);
  });

  it('keeps memory constant', () => {
    const layer = spectralNorm(
      layerOf(
        new Parameter([
          [3, 1],
          [0, 4],
        ]),
      ),
    );
    const use = (): void => scoped(() => void layer.weight);
    use();
    const before = liveMemory();
    use();
    expect(liveMemory()).toEqual(before);
  });
});

it('names what is wrong', () => {
  const layer = spectralNorm(layerOf(new Parameter([[1]])));
  expect(() => spectralNorm(layer)).toThrow(
    '[spectralNorm] expected a module with a parameter `weight` of two or more axes, got an instance of Tensor.',
  );
  expect(() => spectralNorm(layerOf(new Parameter([[1]])), { iterations: 0 })).toThrow(
    '[spectralNorm] expected iterations to be an integer of at least 1, got 0.',
  );
});
