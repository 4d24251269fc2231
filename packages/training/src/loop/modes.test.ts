import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { DataLoader } from '@neurona/datasets';
import { crossEntropy, Dropout, Linear, Sequential } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { beforeEach, describe, expect, it } from 'vitest';
import { evaluate, fit, predict } from '../index.js';
import { network, xor } from '../testing/xor.js';

beforeEach(async () => {
  await useBackend(cpu()); // on which nothing of earlier tests is counted
});

const quiet = { progress: false } as const;

describe('training and evaluation mode', () => {
  it('puts the model in training mode, and back', async () => {
    const model = network().eval();
    const modes: boolean[] = [];
    await fit(model, new DataLoader(xor(4, 1)), {
      loss: crossEntropy,
      optimizer: new SGD(model.parameters()),
      callbacks: [{ onStep: () => void modes.push(model.training) }],
      ...quiet,
    });
    expect([...modes, model.training]).toEqual([true, false]);
  });

  it('leaves layers that stand in evaluation mode there, after it and after evaluate and predict', async () => {
    const model = new Sequential(new Linear(2, 2), new Dropout(0.5));
    const [, dropout] = [...model.namedChildren()].map(([, child]) => child);
    dropout!.eval();
    const data = new DataLoader(xor(4, 1));
    await fit(model, data, { loss: crossEntropy, optimizer: new SGD(model.parameters()), ...quiet });
    await evaluate(model, data, { loss: crossEntropy });
    await predict(model, data);
    expect([model.training, dropout!.training]).toEqual([true, false]);
  });

  it('leaves layers alone that were put into evaluation mode', async () => {
    const model = new Sequential(new Linear(2, 2), new Dropout(0.5).eval());
    const modes: boolean[][] = [];
    await fit(model, new DataLoader(xor(4, 1)), {
      loss: crossEntropy,
      optimizer: new SGD(model.parameters()),
      callbacks: [
        { onStep: () => void modes.push([...model.namedModules()].map(([, module]) => module.training)) },
      ],
      ...quiet,
    });
    expect(modes).toEqual([[true, true, false]]);
  });
});
