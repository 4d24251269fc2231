import { Linear, Module, mse, ReLU, Sequential } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import type { Tensor } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { fit, StopOnNaN } from '../index.js';
import { line, lineTraining } from '../testing/line.js';

/** Gives infinities from a call on. */
class Overflow extends Module {
  calls = 0;

  constructor(readonly from: number) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return ++this.calls >= this.from ? x.add(Number.POSITIVE_INFINITY) : x;
  }
}

forEachBackend(() => {
  it('names the first layer and the step, and leaves nothing behind', async () => {
    const before = liveMemory();
    for (const everySteps of [1, 3, 100]) {
      const model = new Sequential(
        new Linear(1, 2),
        new Sequential(new ReLU(), new Overflow(6)),
        new Linear(2, 1),
      );
      const stopping = new StopOnNaN({ everySteps });
      const history = await fit(model, line(), {
        loss: mse,
        optimizer: new SGD(model.parameters(), { learningRate: 0 }),
        epochs: 50,
        callbacks: [stopping],
        progress: false,
      });
      expect([stopping.found?.epoch, stopping.found?.totalSteps, stopping.found?.layer]).toEqual([
        1,
        6,
        '1.1',
      ]);
      expect([history.stopped, history.reason]).toEqual(['callback', stopping.found?.message]);
      expect(history.epochs.length).toBeLessThanOrEqual(2);
      expect(stopping.found?.message).toContain('the output of 1.1 was not finite in epoch 2 at step 6');
      model.dispose();
    }
    expect(liveMemory()).toEqual(before);
  });
});

describe('StopOnNaN', () => {
  it('says when only the loss is not finite, and which parameters are not', async () => {
    const { train } = lineTraining();
    const stopping = new StopOnNaN();
    let step = 0;
    const loss = (outputs: Tensor): Tensor => outputs.mean().mul(++step === 4 ? Number.NaN : 1);
    await train({ loss, epochs: 9, callbacks: [stopping] });
    expect(stopping.found).toMatchObject({ epoch: 0, totalSteps: 4, layer: undefined });
    expect(stopping.found?.parameters).toEqual(['0.weight', '0.bias', '2.weight', '2.bias']);
    expect(stopping.found?.message).toBe(
      'the loss was not finite in epoch 1 at step 4; by now not finite: 0.weight, 0.bias, 2.weight, 2.bias. Try a smaller learning rate or clipNorm, and look at the data.',
    );
  });

  it('keeps quiet while all is well, and takes its hooks away', async () => {
    const { model, train } = lineTraining();
    const stopping = new StopOnNaN();
    const history = await train({ epochs: 3, callbacks: [stopping], validation: line() });
    expect([history.stopped, stopping.found]).toEqual(['completed', undefined]);
    expect([...model.namedModules()].some(([, module]) => Object.hasOwn(module, 'forward'))).toBe(false);
  });

  it('names wrong settings', () => {
    expect(() => new StopOnNaN({ everySteps: 0 })).toThrow(
      '[StopOnNaN] expected everySteps to be an integer of at least 1, got 0.',
    );
  });
});
