import { type Backend, type KernelName, type KernelTable, useBackend } from '@neurona/backend';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradcheck } from '../../autograd/gradcheck.js';
import { tensor, zeros } from '../../create.js';
import { memoryScope, scoped } from '../../memory/scope.js';
import { Generator } from '../../random/generator.js';
import { rand } from '../../random/uniform.js';
import type { Tensor } from '../../tensor.js';
import { forEachBackend } from '../../testing/backends.js';
import { expectClose } from '../../testing/expect-close.js';
import { liveMemory } from '../../testing/index.js';
import { gru, gruCell } from './gru.js';
import { lstm, lstmCell } from './lstm.js';
import { rnn, rnnCell } from './rnn.js';

const [batch, steps, inputSize, hiddenSize] = [2, 3, 2, 2];

type Kind = 'tanh' | 'relu' | 'lstm' | 'gru';
const gates = { tanh: 1, relu: 1, lstm: 4, gru: 3 } as const;

interface Settings {
  readonly lengths?: readonly number[];
  readonly reverse?: boolean;
}

/** Output and last states of a layer whose operands come in a row: x, weights, biases, hidden, cell. */
function run(kind: Kind, settings: Settings, operands: readonly Tensor[]): Tensor[] {
  const [x, weightIh, weightHh, biasIh, biasHh, hidden, cell] = operands as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const weights = { weightIh, weightHh, biasIh, biasHh };
  if (kind === 'lstm') {
    const { output, state } = lstm(x, weights, { ...settings, state: { hidden, cell } });
    return [output, state.hidden, state.cell];
  }
  const options = { ...settings, state: hidden };
  const { output, state } =
    kind === 'gru' ? gru(x, weights, options) : rnn(x, weights, { ...options, activation: kind });
  return [output, state];
}

function operandsOf(kind: Kind, backend?: Backend): Tensor[] {
  const width = gates[kind] * hiddenSize;
  const shapes = [
    [batch, steps, inputSize],
    [inputSize, width],
    [hiddenSize, width],
    [width],
    [width],
    [batch, hiddenSize],
    [batch, hiddenSize],
  ];
  const rng = new Generator(3);
  return shapes.slice(0, kind === 'lstm' ? 7 : 6).map((shape) =>
    scoped(() => {
      const values = rand(shape, { rng, ...(backend && { backend }) });
      return kind === 'relu' ? values.add(0.1) : values.mul(2).sub(1); // positive sums stay off the kink
    }),
  );
}

/** A backend's kernels without those for whole steps. */
function withoutFused<T>(backend: Backend, body: () => T): T {
  const { kernels } = backend;
  const hidden: readonly KernelName[] = ['recurrentStep', 'recurrentStepGrad'];
  const entries = Object.entries(kernels).filter(([name]) => !hidden.includes(name as KernelName));
  backend.kernels = Object.fromEntries(entries) as unknown as KernelTable;
  try {
    return body();
  } finally {
    backend.kernels = kernels;
  }
}

const cases: Readonly<Record<string, Settings>> = {
  'all steps': {},
  'to the front': { reverse: true },
  'padded sequences': { lengths: [3, 1] },
  'padded sequences, to the front': { lengths: [1, 3], reverse: true },
};

describe('recurrent layers over sequences', () => {
  forEachBackend(() => {
    for (const kind of ['tanh', 'relu', 'lstm', 'gru'] as const) {
      for (const [title, settings] of Object.entries(cases)) {
        it(`${kind}: kernels for whole steps give what composing gives (${title})`, async () => {
          const operands = operandsOf(kind);
          const { backend } = operands[0]!;
          const derive = (): Tensor[] =>
            scoped(() => {
              const leaves = operands.map((operand) => {
                const leaf = operand.clone();
                leaf.requiresGrad = true;
                return leaf;
              });
              const outputs = run(kind, settings, leaves);
              const loss = outputs.map((output) => output.square().sum()).reduce((a, b) => a.add(b));
              loss.backward();
              const grads = leaves.map((leaf) => leaf.grad!.clone());
              return [...outputs.map((output) => output.detach()), ...grads];
            });
          const fused = derive();
          const composed = withoutFused(backend, derive);
          expect(fused.length).toBe(composed.length);
          for (const [i, value] of fused.entries()) {
            expect(value.shape).toEqual(composed[i]!.shape);
            expectClose(await value.data(), await composed[i]!.data(), { rtol: 2e-5, atol: 2e-6 });
          }
        });
      }
    }
  });
});

describe('padding of sequences', () => {
  forEachBackend(() => {
    for (const kind of ['tanh', 'relu', 'lstm', 'gru'] as const) {
      for (const reverse of [false, true]) {
        it(`${kind}: has no influence, even if it is not finite (${reverse ? 'to the front' : 'forwards'})`, async () => {
          const [x, ...others] = operandsOf(kind) as [Tensor, ...Tensor[]];
          const { backend } = x;
          const isPadding = tensor([[false], [false], [true], [false], [true], [true]]).reshape([2, 3, 1]);
          const derive = (padding: number): Tensor[] =>
            scoped(() => {
              const leaves = [isPadding.where(padding, x), ...others].map((operand) => {
                const leaf = operand.clone();
                leaf.requiresGrad = true;
                return leaf;
              });
              const outputs = run(kind, { lengths: [2, 1], reverse }, leaves);
              const loss = outputs.map((output) => output.square().sum()).reduce((a, b) => a.add(b));
              loss.backward();
              return [
                ...outputs.map((output) => output.detach()),
                ...leaves.map((leaf) => leaf.grad!.clone()),
              ];
            });
          const expected = derive(0);
          for (const padding of [Number.NaN, Number.POSITIVE_INFINITY, -1e30]) {
            for (const results of [derive(padding), withoutFused(backend, () => derive(padding))]) {
              for (const [i, value] of results.entries()) {
                expectClose(await value.data(), await expected[i]!.data(), { rtol: 2e-5, atol: 2e-6 });
              }
            }
          }
        });
      }
    }
  });
});

describe('derivatives of recurrent layers', () => {
  forEachBackend(
    () => {
      for (const kind of ['tanh', 'relu', 'lstm', 'gru'] as const) {
        it(`${kind}: first and second are what differences give`, async () => {
          const operands = operandsOf(kind);
          await gradcheck((...all) => run(kind, { lengths: [3, 2] }, all), operands, {
            order: 2,
            directions: 2,
          });
        });
      }
    },
    { skip: { webgpu: 'differences take thousands of calls; the kernels are compared above' } },
  );
});

describe('lstm', () => {
  forEachBackend(() => {
    const weights = () => ({ weightIh: zeros([1, 4]), weightHh: zeros([1, 4]) });

    it('gives zeros past the end, and the state at the end', async () => {
      const [x, weightIh, weightHh, biasIh, biasHh] = operandsOf('lstm') as [
        Tensor,
        Tensor,
        Tensor,
        Tensor,
        Tensor,
      ];
      const all = { weightIh, weightHh, biasIh, biasHh };
      const padded = lstm(x, all, { lengths: [2, 3] });
      const short = lstm(x.slice(0, 1).slice(0, 2, { axis: 1 }), all);
      expectClose(await padded.output.at(0, 2).data(), [0, 0], { rtol: 0, atol: 0 });
      expectClose(await padded.state.cell.at(0).data(), await short.state.cell.data(), {
        rtol: 1e-6,
        atol: 1e-6,
      });
    });

    it('leaves nothing behind', () => {
      const operands = operandsOf('lstm');
      const { backend } = operands[0]!;
      const before = liveMemory(backend);
      {
        using _scope = memoryScope();
        for (const operand of operands) operand.requiresGrad = true;
        const [output] = run('lstm', { lengths: [3, 1] }, operands);
        output!.square().sum().backward();
        for (const operand of operands) operand.grad?.dispose();
        for (const operand of operands) operand.grad = undefined;
      }
      expect(liveMemory(backend)).toEqual(before);
    });

    it('takes few kernels a step', () => {
      const count = 40;
      const x = zeros([4, count, 1]);
      const w = weights();
      for (const weight of Object.values(w)) weight.requiresGrad = true;
      let calls = 0;
      const stop = x.backend.listen(() => calls++);
      scoped(() => lstm(x, w).state.hidden.sum().backward());
      stop();
      expect(calls).toBeLessThan(4 * count + 40);
    });
  });
});

describe('wrong calls', () => {
  beforeAll(async () => {
    const { cpu } = await import('@neurona/backend-cpu');
    await useBackend(cpu());
  });
  const weights = (count: number) => ({
    weightIh: zeros([3, 2 * count]),
    weightHh: zeros([2, 2 * count]),
  });
  const x = () => zeros([2, 4, 3]);
  const wrong: [title: string, call: () => unknown, message: string][] = [
    [
      'rank',
      () => lstm(zeros([4, 3]), weights(4)),
      '[lstm] expected x of shape [N, L, E] with at least one step, got [4, 3].',
    ],
    [
      'features',
      () => gru(zeros([2, 4, 5]), weights(3)),
      '[gru] expected 3 input features, got 5 (x has shape [2, 4, 5]).',
    ],
    [
      'weights',
      () => lstm(x(), weights(3)),
      '[lstm] expected a weightIh of shape [inputSize, 4 · hiddenSize], got [3, 6].',
    ],
    [
      'recurrent weights',
      () => gru(x(), { ...weights(3), weightHh: zeros([3, 6]) }),
      '[gru] expected a weightHh of shape [2, 6], got [3, 6] (the weightIh has shape [3, 6]).',
    ],
    [
      'state',
      () => gru(x(), weights(3), { state: zeros([4, 2]) }),
      '[gru] expected a hidden state of shape [2, 2], got [4, 2] (x has shape [2, 4, 3]).',
    ],
    [
      'number of lengths',
      () => rnn(x(), weights(1), { lengths: [4] }),
      '[rnn] expected lengths of shape [2], got [1] (x has shape [2, 4, 3]).',
    ],
    [
      'too long',
      () => rnn(x(), weights(1), { lengths: [4, 5] }),
      '[rnn] expected lengths from 0 to 4, got 5 (example 1, x has shape [2, 4, 3]).',
    ],
    [
      'too long, on the device',
      () => rnn(x(), weights(1), { lengths: tensor([5, 4], { dtype: 'int32' }) }),
      '[rnn] expected lengths from 0 to 4, got 5 (example 0, x has shape [2, 4, 3]).',
    ],
    [
      'lengths that are not integers',
      () => rnn(x(), weights(1), { lengths: tensor([4, 3]) }),
      '[rnn] expected int32 lengths, got float32.',
    ],
    [
      'activation',
      () => rnn(x(), weights(1), { activation: 'gelu' as never }),
      "[rnn] expected activation to be 'tanh' or 'relu', got gelu.",
    ],
    [
      'cell rank',
      () => gruCell(x(), undefined, weights(3)),
      '[gruCell] expected x of shape [N, E] or [E], got [2, 4, 3].',
    ],
    [
      'cell state',
      () => lstmCell(zeros([2, 3]), { hidden: zeros([2, 2]), cell: zeros([2, 3]) }, weights(4)),
      '[lstmCell] expected a cell state of shape [2, 2], got [2, 3] (x has shape [2, 3]).',
    ],
    [
      'the state of another layer',
      () => lstm(x(), weights(4), { state: zeros([2, 2]) as never }),
      '[lstm] expected a state { hidden, cell } of two tensors, got one tensor.',
    ],
    [
      'a state that is none',
      () => gru(x(), weights(3), { state: { hidden: zeros([2, 2]) } as never }),
      '[gru] expected a hidden state of shape [2, 2], got no tensor (x has shape [2, 4, 3]).',
    ],
    [
      'cell activation',
      () => rnnCell(zeros([2, 3]), undefined, weights(1), { activation: 'sin' as never }),
      "[rnnCell] expected activation to be 'tanh' or 'relu', got sin.",
    ],
  ];
  for (const [title, call, message] of wrong) it(title, () => expect(call).toThrow(message));
});
