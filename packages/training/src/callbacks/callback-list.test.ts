import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import type { Tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Callback, TrainingState } from '../index.js';
import { loader, start } from '../testing/short-training.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('callbacks of fit', () => {
  it('are all ended, and the first failure is thrown as it is', async () => {
    const ended: string[] = [];
    const failing = (name: string, fails: boolean): Callback => ({
      onEnd: () => {
        ended.push(name);
        if (fails) throw new Error(`${name} failed`);
      },
    });
    const callbacks = [failing('a', false), failing('b', true), failing('c', true), failing('d', false)];
    const loss = (): Tensor => {
      throw new RangeError('no loss');
    };
    const told: string[] = [];
    const usual = console.error;
    console.error = (_text, error) => void told.push(String(error));
    const error = await start({ loss, callbacks }).history.catch((error: unknown) => error);
    console.error = usual;
    expect(ended).toEqual(['d', 'c', 'b', 'a']);
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toBe('RangeError: no loss');
    expect(told).toEqual(['Error: c failed', 'Error: b failed']);
    await expect(start({ callbacks: [failing('b', true)] }).history).rejects.toThrow('b failed');
    await expect(start({ loss }).history).rejects.toBeInstanceOf(RangeError);
    const failure = new Error('disk full');
    const fails = async (): Promise<void> => {
      throw failure;
    };
    const writer: Callback = { onEpoch: fails, onEnd: fails };
    await expect(start({ callbacks: [writer] }).history).rejects.toBe(failure); // told once
  });

  it('are ended only if they were started', async () => {
    const events: string[] = [];
    const callback = (name: string, onStart = (): void => {}): Callback => ({
      onStart,
      onEnd: ({ stopped }) => void events.push(`${name} ${stopped}`),
    });
    const wrong = callback('b', () => {
      throw new Error('not today');
    });
    const run = start({ callbacks: [callback('a'), wrong, callback('c')] }).history;
    await expect(run).rejects.toThrow('not today');
    expect(events).toEqual(['b failed', 'a failed']);
  });

  it('are called by their order, and hear of everything in turn', async () => {
    const events: string[] = [];
    const note =
      (text: string) =>
      ({ epoch, step }: TrainingState): void =>
        void events.push(`${text} ${epoch} ${step}`);
    const first: Callback = { order: -1, onStep: note('first') };
    const last: Callback = {
      order: 1,
      onStart: note('start'),
      onEpochStart: note('epoch start'),
      onGradients: note('gradients'),
      onStep: note('step'),
      onValidationStart: note('validation start'),
      onValidationEnd: note('validation end'),
      onEpoch: note('epoch'),
      onEnd: note('end'),
    };
    const data = loader({ batchSize: 12 });
    await start({ callbacks: [last, first], epochs: 1, validation: data }, data).history;
    expect(events).toEqual([
      'start 0 0',
      'epoch start 0 0',
      'gradients 0 0',
      'first 0 1',
      'step 0 1',
      'validation start 0 1',
      'validation end 0 1',
      'epoch 0 1',
      'end 1 1',
    ]);
  });

  it('say why they stopped it', async () => {
    const history = await start({ callbacks: [{ onStep: (state) => state.stop('Enough.') }] }).history;
    expect([history.stopped, history.reason, history.epochs]).toEqual(['callback', 'Enough.', []]);
  });
});
