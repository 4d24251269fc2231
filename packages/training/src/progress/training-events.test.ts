import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TrainingEvent, trainingEvents } from '../index.js';
import { line, lineTraining } from '../testing/line.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('onProgress', () => {
  it('hears of start, steps, epochs and end, in plain objects', async () => {
    const events: TrainingEvent[] = [];
    const history = await lineTraining().train({
      epochs: 2,
      validation: line(),
      onProgress: (event) => events.push(structuredClone(event)),
    });
    expect(events[0]).toMatchObject({ type: 'start', epoch: 0, epochs: 2, stepsPerEpoch: 4, totalSteps: 0 });
    const epochs = events.filter((event) => event.type === 'epoch');
    expect(epochs.map(({ numbers }) => numbers)).toEqual(history.epochs);
    expect(epochs.map(({ deviations }) => deviations)).toEqual(history.deviations);
    expect(epochs.map(({ totalSteps }) => totalSteps)).toEqual([4, 8]);
    expect(events.at(-1)).toMatchObject({ type: 'end', stopped: 'completed', totalSteps: 8, secondsLeft: 0 });
    const steps = events.filter((event) => event.type === 'step');
    expect(steps.length).toBeGreaterThanOrEqual(1);
    expect(Object.keys(steps[0]!.numbers)).toEqual(['loss']);
  });

  it('does not hear of steps too often', async () => {
    const times: number[] = [];
    const hear = (event: TrainingEvent): void => {
      if (event.type === 'step') times.push(event.seconds);
    };
    await lineTraining().train({ epochs: 60, callbacks: [trainingEvents(hear, { intervalMs: 20 })] });
    const gaps = times.slice(1).map((time, i) => time - times[i]!);
    expect(gaps.length).toBeGreaterThanOrEqual(1);
    expect(Math.min(...gaps)).toBeGreaterThan(0.01); // seconds; the clock is read twice
  });

  it('hears of a failure', async () => {
    const events: TrainingEvent[] = [];
    const run = lineTraining().train({
      loss: () => {
        throw new Error('lost');
      },
      onProgress: (event) => events.push(event),
    });
    await expect(run).rejects.toThrow('lost');
    expect(events.map(({ type }) => type)).toEqual(['start', 'end']);
    expect(events.at(-1)).toMatchObject({ stopped: 'failed' });
  });
});
