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

  it.each([
    ['once in an interval that never ends', 1e9, (steps: number) => steps === 1],
    ['often without an interval', 0, (steps: number) => steps > 20],
  ])('is called with a step %s', async (_title, intervalMs, isRight) => {
    let steps = 0;
    const count = (event: TrainingEvent): void => {
      if (event.type === 'step') steps++;
    };
    await lineTraining().train({ epochs: 60, callbacks: [trainingEvents(count, { intervalMs })] });
    expect(steps).toSatisfy(isRight);
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
