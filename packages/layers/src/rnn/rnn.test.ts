import { Generator, ones, rand, scoped, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { GRU, GRUCell, LSTM, LSTMCell, RNN, RNNCell } from '../index.js';
import { describeLayer } from '../testing/index.js';

/** Parameters of a cell of three inputs. */
const weights = (hidden: number, gates: number, inputs = 3, projected = hidden) => ({
  weightIh: [inputs, gates * hidden],
  weightHh: [projected, gates * hidden],
  biasIh: [gates * hidden],
  biasHh: [gates * hidden],
});

const within = (path: string, state: Readonly<Record<string, readonly number[]>>) =>
  Object.fromEntries(Object.entries(state).map(([name, shape]) => [`${path}.${name}`, shape]));

describeLayer('RNNCell', {
  make: () => new RNNCell(3, 2),
  cases: {
    batch: { inputs: [[4, 3]], output: [4, 2] },
    'with a state': {
      inputs: [
        [4, 3],
        [4, 2],
      ],
      output: [4, 2],
    },
    vector: { inputs: [[3], [2]], output: [2] },
  },
  state: weights(2, 1),
  wrong: [
    [[[4, 5]], '[rnnCell] expected 3 input features, got 5 (x has shape [4, 5]).'],
    [
      [
        [4, 3],
        [3, 2],
      ],
      '[rnnCell] expected a hidden state of shape [4, 2], got [3, 2] (x has shape [4, 3]).',
    ],
  ],
});

describeLayer('GRUCell', {
  make: () => new GRUCell(3, 2, { bias: false }),
  cases: {
    batch: {
      inputs: [
        [4, 3],
        [4, 2],
      ],
      output: [4, 2],
    },
  },
  state: { weightIh: [3, 6], weightHh: [2, 6] },
});

describeLayer('LSTMCell', {
  make: () => new LSTMCell(3, 2),
  cases: {
    batch: {
      inputs: [
        [4, 3],
        [4, 2],
        [4, 2],
      ],
      output: [
        [4, 2],
        [4, 2],
      ],
    },
  },
  call: (layer, [x, hidden, cell]) => layer.forward(x, hidden && { hidden, cell }),
  state: weights(2, 4),
});

describeLayer('RNN', {
  make: () => new RNN(3, 2, { numLayers: 2 }),
  cases: {
    batch: {
      inputs: [[2, 3, 3]],
      output: [
        [2, 3, 2],
        [2, 2, 2],
      ],
    },
    'one sequence': {
      inputs: [[3, 3]],
      output: [
        [3, 2],
        [2, 2],
      ],
    },
  },
  state: { ...within('layers.0', weights(2, 1)), ...within('layers.1', weights(2, 1, 2)) },
  wrong: [
    [[[3]], '[RNN] expected x of shape [N, L, E] or [L, E], got [3].'],
    [[[2, 3, 4]], '[RNN] expected 3 features on the last axis, got 4 (x has shape [2, 3, 4]).'],
  ],
});

describeLayer('GRU with dropout', {
  make: () => new GRU(3, 2, { numLayers: 2, dropout: 0.5, bidirectional: true }),
  cases: {
    batch: {
      inputs: [[2, 3, 3]],
      output: [
        [2, 3, 4],
        [4, 2, 2],
      ],
    },
  },
  random: true,
  call: (layer, [x]) => layer.forward(x, { lengths: [3, 2].slice(0, x!.shape[0]) }),
  state: {
    ...within('layers.0', weights(2, 3)),
    ...within('layers.1', weights(2, 3, 4)),
    ...within('reverseLayers.0', weights(2, 3)),
    ...within('reverseLayers.1', weights(2, 3, 4)),
  },
});

describeLayer('LSTM', {
  make: () => new LSTM(3, 2, { bidirectional: true }),
  cases: {
    batch: {
      inputs: [[2, 2, 3]],
      output: [
        [2, 2, 4],
        [2, 2, 2],
        [2, 2, 2],
      ],
    },
  },
  state: { ...within('layers.0', weights(2, 4)), ...within('reverseLayers.0', weights(2, 4)) },
});

describeLayer('LSTM with a projected state', {
  make: () => new LSTM(3, 2, { projectedSize: 1 }),
  cases: {
    batch: {
      inputs: [[2, 2, 3]],
      output: [
        [2, 2, 1],
        [1, 2, 1],
        [1, 2, 2],
      ],
    },
  },
  state: within('layers.0', { ...weights(2, 4, 3, 1), weightHr: [2, 1] }),
});

describe('recurrent layers', () => {
  forEachBackend(() => {
    const rng = () => new Generator(5);
    const close = { rtol: 1e-5, atol: 1e-6 };
    const expectSame = async (a: Tensor, b: Tensor) => expectClose(await a.data(), await b.data(), close);

    it('go on where the state was left', async () => {
      const layer = new LSTM(3, 4, { numLayers: 2 });
      const x = rand([2, 6, 3], { rng: rng() });
      const whole = layer.forward(x);
      const first = layer.forward(x.slice(0, 4, { axis: 1 }));
      const rest = layer.forward(x.slice(4, 6, { axis: 1 }), { state: first.state });
      await expectSame(rest.output, whole.output.slice(4, 6, { axis: 1 }));
      await expectSame(rest.state.cell, whole.state.cell);
    });

    it('treat a padded sequence as if it were alone, in both directions', async () => {
      const layer = new GRU(3, 4, { numLayers: 2, bidirectional: true });
      const x = rand([2, 5, 3], { rng: rng() });
      const padded = layer.forward(x, { lengths: tensor([2, 5], { dtype: 'int32' }) });
      const alone = layer.forward(x.slice(0, 1).slice(0, 2, { axis: 1 }));
      await expectSame(padded.output.slice(0, 1).slice(0, 2, { axis: 1 }), alone.output);
      await expectSame(padded.state.slice(0, 1, { axis: 1 }), alone.state);
      const beyond = padded.output.slice(0, 1).slice(2, 5, { axis: 1 });
      expect(new Set(await beyond.data())).toEqual(new Set([0]));
    });

    it('are their cells, step by step', async () => {
      const layer = new GRU(3, 4);
      const cell = new GRUCell(3, 4);
      const [weights] = layer.layers;
      for (const name of ['weightIh', 'weightHh', 'biasIh', 'biasHh'] as const)
        cell[name]!.set(weights![name]!);
      const x = rand([2, 3, 3], { rng: rng() });
      const { output } = layer.forward(x);
      let hidden: Tensor | undefined;
      for (let t = 0; t < 3; t++) {
        hidden = cell.forward(x.select(1, t), hidden);
        await expectSame(hidden, output.select(1, t));
      }
    });

    it('drop between layers, not after the last', async () => {
      const layer = new RNN(1, 50, { numLayers: 2, dropout: 0.5, activation: 'relu', rng: rng() });
      const [first, last] = layer.layers;
      for (const parameter of layer.parameters()) scoped(() => parameter.set(parameter.detach().mul(0)));
      first!.biasIh!.set(ones([50]));
      scoped(() => last!.weightIh!.set(ones([50, 50])));
      const values = await layer.forward(ones([40, 1, 1])).output.data();
      // Each output is 2 times the number of the 50 ones that were kept, the same for all features.
      const kept = Array.from({ length: 40 }, (_, n) => values[50 * n]! / 2);
      expect(kept.every(Number.isInteger)).toBe(true);
      expect(new Set(values.slice(0, 50)).size).toBe(1);
      const mean = kept.reduce((sum, count) => sum + count, 0) / (40 * 50);
      expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / (40 * 50)));
      layer.eval();
      expect((await layer.forward(ones([1, 1, 1])).output.data())[0]).toBe(50);
    });
  });
});

describe('wrong recurrent layers', () => {
  forEachBackend(() => {
    const cases: [title: string, call: () => unknown, message: string][] = [
      ['size', () => new LSTM(0, 2), '[LSTM] expected inputSize to be an integer of at least 1, got 0.'],
      [
        'layers',
        () => new GRU(3, 2, { numLayers: 1.5 }),
        '[GRU] expected numLayers to be an integer of at least 1, got 1.5.',
      ],
      [
        'dropout',
        () => new RNN(3, 2, { dropout: 2 }),
        '[RNN] expected a dropout probability from 0 to 1, got 2.',
      ],
      [
        'projection',
        () => new LSTM(3, 2, { projectedSize: 2 }),
        '[LSTM] expected a projectedSize from 1 to hiddenSize - 1, got 2 (hiddenSize 2).',
      ],
      [
        'state',
        () => new GRU(3, 2, { numLayers: 2 }).forward(ones([4, 5, 3]), { state: ones([1, 4, 2]) }),
        '[GRU] expected a hidden state of shape [2, 4, ...], got [1, 4, 2] (x has shape [4, 5, 3], the states are [numLayers · directions, N, H]).',
      ],
      [
        'the state of a GRU in an LSTM',
        () => new LSTM(3, 2).forward(ones([4, 5, 3]), { state: ones([1, 4, 2]) as never }),
        '[LSTM] expected a hidden state of shape [1, 4, ...], got no tensor',
      ],
      [
        'the state of an LSTM in a GRU',
        () => new GRU(3, 2).forward(ones([4, 5, 3]), { state: { hidden: ones([1, 4, 2]) } as never }),
        '[GRU] expected a hidden state of shape [1, 4, ...], got no tensor',
      ],
      [
        'half a state',
        () => new LSTM(3, 2).forward(ones([4, 5, 3]), { state: { hidden: ones([1, 4, 2]) } as never }),
        '[LSTM] expected a cell state of shape [1, 4, ...], got no tensor',
      ],
      [
        'lengths',
        () => new GRU(3, 2).forward(ones([2, 5, 3]), { lengths: [5, 6] }),
        '[gru] expected lengths from 0 to 5, got 6 (example 1, x has shape [2, 5, 3]).',
      ],
    ];
    for (const [title, call, message] of cases) it(title, () => expect(call).toThrow(message));
  });
});
