import { describe, expect, it } from 'vitest';
import { Generator, grad, type Tensor, tensor } from '../../index.js';
import { forEachBackend, referenceBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { celu, elu, selu } from './exponential-units.js';
import { glu, swiglu } from './glu.js';
import { hardsigmoid, hardswish, hardtanh, relu6, step } from './hard-units.js';
import { leakyRelu, prelu, rrelu, threshold } from './rectifiers.js';
import { hardshrink, softshrink, tanhshrink } from './shrinkage.js';
import { bipolarSigmoid, gelu, logSigmoid, mish, silu, softplus, softsign } from './smooth-units.js';

interface Row {
  readonly run: (x: Tensor) => Tensor;
  /** Where the slope jumps. */
  readonly kinks?: readonly number[];
  readonly domain?: readonly [number, number];
  /** Value and slope far to the left and far to the right, for x = ∓1e6. */
  readonly left: readonly [number, number];
  readonly right: readonly [number, number];
}

const far = 1e6;
const flat = [0, 0] as const;
const line = [far, 1] as const;
const scale = 1.0507009873554805;

const rows: Readonly<Record<string, Row>> = {
  elu: { run: (x) => elu(x), kinks: [0], left: [-1, 0], right: line },
  'elu, alpha 2': { run: (x) => elu(x, { alpha: 2 }), kinks: [0], left: [-2, 0], right: line },
  selu: { run: selu, kinks: [0], left: [-scale * 1.6732632423543772, 0], right: [scale * far, scale] },
  celu: { run: (x) => celu(x, { alpha: 0.5 }), kinks: [0], left: [-0.5, 0], right: line },
  silu: { run: silu, left: flat, right: line },
  mish: { run: mish, left: flat, right: line },
  gelu: { run: (x) => gelu(x), left: flat, right: line },
  'gelu, tanh': { run: (x) => gelu(x, { approximate: 'tanh' }), left: flat, right: line },
  softplus: { run: (x) => softplus(x), left: flat, right: line },
  'softplus, beta 2': {
    run: (x) => softplus(x, { beta: 2, threshold: 5 }),
    domain: [-2, 2],
    kinks: [2.5],
    left: flat,
    right: line,
  },
  logSigmoid: { run: logSigmoid, left: [-far, 1], right: flat },
  softsign: { run: softsign, left: [-1, 0], right: [1, 0] },
  bipolarSigmoid: { run: bipolarSigmoid, left: [-1, 0], right: [1, 0] },
  hardtanh: { run: (x) => hardtanh(x), kinks: [-1, 1], left: [-1, 0], right: [1, 0] },
  relu6: { run: relu6, kinks: [0, 6], domain: [-2, 8], left: flat, right: [6, 0] },
  hardsigmoid: { run: hardsigmoid, kinks: [-3, 3], domain: [-5, 5], left: flat, right: [1, 0] },
  hardswish: { run: hardswish, kinks: [-3, 3], domain: [-5, 5], left: flat, right: line },
  step: { run: step, kinks: [0], left: flat, right: [1, 0] },
  leakyRelu: {
    run: (x) => leakyRelu(x, { negativeSlope: 0.2 }),
    kinks: [0],
    left: [-0.2 * far, 0.2],
    right: line,
  },
  rrelu: { run: (x) => rrelu(x), kinks: [0], left: [(-far * 11) / 48, 11 / 48], right: line },
  threshold: { run: (x) => threshold(x, 0.4, -2), kinks: [0.4], left: [-2, 0], right: line },
  softshrink: { run: (x) => softshrink(x), kinks: [-0.5, 0.5], left: [-far + 0.5, 1], right: [far - 0.5, 1] },
  hardshrink: { run: (x) => hardshrink(x), kinks: [-0.5, 0.5], left: [-far, 1], right: line },
  tanhshrink: { run: tanhshrink, left: [1 - far, 1], right: [far - 1, 1] },
};

for (const [name, { run, kinks = [], domain = [-3, 3] as const }] of Object.entries(rows)) {
  describeOp(name, { run, kinks, domain, inputs: { matrix: [[3, 4]], empty: [[0, 2]] } });
}
const slopes = { shape: [4], low: 0.1, high: 0.5, kinks: [] } as const;
describeOp('prelu', {
  run: prelu,
  kinks: [0],
  inputs: { 'one a channel': [[3, 4], slopes], 'one for all': [[2, 3], { ...slopes, shape: [1] }] },
});
describeOp('glu', { run: (x) => glu(x!), inputs: { 'last axis': [[2, 6]], empty: [[0, 4]] } });
describeOp('swiglu', {
  run: (gate, x) => swiglu(gate!, x!),
  inputs: {
    alike: [
      [2, 5],
      [2, 5],
    ],
    broadcast: [[2, 3], [3]],
    empty: [[0], [0]],
  },
});
describeOp('glu along an axis', { run: (x) => glu(x!, { axis: 1 }), inputs: { middle: [[2, 4, 3]] } });

describe('activations', () => {
  forEachBackend(() => {
    it('swiglu takes plain numbers on either side of a tensor of a backend that is not the current one', async () => {
      const x = tensor([3, 0.5], { backend: await referenceBackend() });
      expectClose(await swiglu([0, 100], x).data(), [0, 50]);
      expectClose(await swiglu(x, [0, 0]).data(), [0, 0]);
    });

    for (const [name, { run, left, right }] of Object.entries(rows)) {
      it(`${name} has finite values, slopes and curvatures far out`, async () => {
        const x = tensor([-far, far], { requiresGrad: true });
        const y = run(x);
        const [slope] = grad(y.sum(), [x], { createGraph: true });
        expectClose(await y.data(), [left[0], right[0]]);
        expectClose(await slope.data(), [left[1], right[1]]);
        if (!slope.requiresGrad) return;
        const [curvature] = grad(slope.sum(), [x], { allowUnused: true }) as readonly (Tensor | undefined)[];
        if (curvature) expectClose(await curvature.data(), [0, 0]);
      });

      if (name !== 'step') {
        it(`${name} passes NaN on`, async () => {
          expect(
            await run(tensor([Number.NaN]))
              .isNaN()
              .array(),
          ).toEqual([true]);
        });
      }
    }

    it('have the slopes of PyTorch on their kinks', async () => {
      const slopesAt = async (run: (x: Tensor) => Tensor, points: number[]): Promise<number[]> => {
        const x = tensor(points, { requiresGrad: true });
        const [slope] = grad(run(x).sum(), [x]);
        return Array.from(await slope.data());
      };
      expectClose(await slopesAt((x) => hardtanh(x), [-1, 1]), [0, 0]);
      expectClose(await slopesAt(relu6, [0, 6]), [0, 0]);
      expectClose(await slopesAt(hardsigmoid, [-3, 3]), [0, 0]);
      expectClose(await slopesAt(hardswish, [-3, 3]), [-0.5, 1.5]);
      expectClose(await slopesAt((x) => leakyRelu(x), [0]), [0.01]);
      expectClose(await slopesAt((x) => elu(x, { alpha: 3 }), [0]), [3]);
      expectClose(await slopesAt((x) => threshold(x, 1, 0), [1]), [0]);
      expectClose(await slopesAt((x) => softshrink(x), [-0.5, 0.5]), [0, 0]);
      expectClose(await slopesAt((x) => hardshrink(x), [-0.5, 0.5]), [0, 0]);
    });

    it('rrelu draws each slope within its bounds, the same for the same seed', async () => {
      const x = tensor(new Float32Array(1000).fill(-1));
      const draw = async (seed: number): Promise<number[]> => {
        const y = rrelu(x, { training: true, lower: 0.2, upper: 0.6, rng: new Generator(seed) });
        return Array.from(await y.data());
      };
      const first = await draw(3);
      expect(Math.max(...first)).toBeLessThanOrEqual(-0.2);
      expect(Math.min(...first)).toBeGreaterThanOrEqual(-0.6);
      const mean = first.reduce((sum, value) => sum + value, 0) / 1000;
      expect(Math.abs(mean + 0.4)).toBeLessThan(0.015);
      expect(await draw(3)).toEqual(first);
      expect(await draw(4)).not.toEqual(first);
    });

    it('gelu and silu are the same in one kernel as composed', async () => {
      const functions = [silu, gelu, (x: Tensor) => gelu(x, { approximate: 'tanh' })];
      const at = [-40, -3, -0.5, 0, 0.1, 2, 30];
      for (const f of functions) {
        const derive = async (): Promise<number[][]> => {
          const x = tensor(at, { requiresGrad: true });
          const y = f(x);
          y.mul(tensor([1, 2, 3, 4, 5, 6, 7]))
            .sum()
            .backward();
          return [Array.from(await y.data()), Array.from(await x.grad!.data())];
        };
        const fused = await derive();
        const { backend } = tensor(0);
        const { kernels } = backend;
        backend.kernels = { ...kernels };
        delete backend.kernels.activation;
        const composed = await derive();
        backend.kernels = kernels;
        for (const [i, values] of fused.entries())
          expectClose(values, composed[i]!, { rtol: 1e-5, atol: 1e-6 });
      }
    });

    it('rrelu hands gradients on by the slopes that it drew', async () => {
      const x = tensor([-1, -2, 3], { requiresGrad: true });
      const y = rrelu(x, { training: true, rng: new Generator(1) });
      const [slope] = grad(y.sum(), [x]);
      expectClose(await slope.mul(x).data(), await y.data());
    });
  });

  forEachBackend(() => {
    it('gate by SiLU the same whether a gradient is recorded or not', async () => {
      const gate = tensor([-50, -1, 0, 0.5, 3, 40]);
      const x = tensor([1, -2, 3, 4, 5, -6]);
      const plain = swiglu(gate, x);
      gate.requiresGrad = true;
      const recorded = swiglu(gate, x);
      expect([plain.requiresGrad, recorded.requiresGrad]).toEqual([false, true]);
      expectClose(await plain.data(), await recorded.data());
      expectClose(await swiglu(tensor([1], { dtype: 'int32' }), 2).data(), [1.4621172]);
    });
  });

  it('refuse settings out of range', () => {
    const x = tensor([1, 2, 3]);
    expect(() => softplus(x, { beta: 0 })).toThrow('[softplus] expected a beta other than 0, got 0.');
    expect(() => gelu(x, { approximate: 'sigmoid' as 'tanh' })).toThrow(
      "[gelu] expected approximate 'none' or 'tanh', got sigmoid.",
    );
    expect(() => hardtanh(x, { min: 1, max: 1 })).toThrow('[hardtanh] expected min < max, got [1, 1].');
    expect(() => softshrink(x, { lambda: -1 })).toThrow('[softshrink] expected lambda ≥ 0, got -1.');
    expect(() => rrelu(x, { lower: 1, upper: 0 })).toThrow('[rrelu] expected lower ≤ upper, got [1, 0].');
    expect(() => glu(x)).toThrow('[glu] expected an axis of even size, got 3 (axis 0).');
    expect(() => prelu(x, tensor([[1], [2]]))).toThrow(
      '[prelu] expected a weight that broadcasts to [3], got [2, 1]. Pass one slope, or one for each channel of the last axis.',
    );
  });
});
