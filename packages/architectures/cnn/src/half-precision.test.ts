import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { encodeWeights, loadWeights } from '@neurona/checkpoints';
import { manualSeed, noGrad, scoped, uniform } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { mobilenetV2 } from './mobilenet-v2.js';
import { resnet18 } from './resnet.js';

const networks = {
  ResNet: () => resnet18({ width: 8, numClasses: 10 }),
  MobileNetV2: () => mobilenetV2({ widthMultiplier: 0.25, numClasses: 10 }),
} as const;

beforeAll(async () => {
  await useBackend(wasm());
  manualSeed(2);
});

// Rounding changes each weight by at most half a unit in its last place: 2^-11 of its size in float16, 2^-8 in bfloat16. In a layer the
// changes are as likely up as down, so that its outputs change by about so much too, and those of n layers by √n times that. Three
// times this is allowed.
describe.each([
  ['F16', 2 ** -11],
  ['BF16', 2 ** -8],
] as const)('a network stored as %s', (floats, unit) => {
  it.each(Object.entries(networks))(
    'takes half the bytes and computes what the rounding explains: %s',
    async (_, make) => {
      const [model, stored] = [make().eval(), make().eval()];
      const x = uniform([4, 64, 64, 3]);
      const [whole, half] = await Promise.all([encodeWeights(model), encodeWeights(model, { floats })]);
      expect(half.length / whole.length).toBeLessThan(0.6); // names take as much as before
      await loadWeights(stored, half);
      for (const [path, weight] of stored.namedParameters()) {
        const rounded = await weight.data();
        const exact = await model.stateDict()[path]!.data();
        const error = Math.max(
          ...rounded.map((value, i) => Math.abs(value - exact[i]!) - unit * Math.abs(exact[i]!)),
        );
        expect(error, path).toBeLessThanOrEqual(2 ** -25); // the least steps of float16
      }
      const features = (network: typeof model) => noGrad(() => scoped(() => network.features(x))).data();
      const [exact, rounded] = [await features(model), await features(stored)];
      const size = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));
      const difference = size(exact.map((value, i) => value - rounded[i]!)) / size(exact);
      const layers = [...model.namedParameters()].filter(([, { ndim }]) => ndim > 1).length;
      expect(difference).toBeLessThan(3 * unit * Math.sqrt(layers));
      expect(difference).toBeGreaterThan(unit / 30); // it is the rounded weights that ran
    },
  );
});
