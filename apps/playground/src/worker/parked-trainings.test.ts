import { expect, it } from 'vitest';
import { ParkedTrainings } from './parked-trainings.js';

const training = (name: string, steps: number, status: 'running' | 'idle' | 'failed' = 'running') => {
  const events: string[] = [];
  const told = (event: string) => () => void events.push(event);
  return {
    name,
    events,
    steps: { peek: () => steps },
    status: { peek: () => status },
    pause: told('paused'),
    dispose: told('ended'),
  } as never as Parameters<ParkedTrainings['park']>[1] & { readonly events: string[] };
};

it('keeps a training that was left, paused, and hands it out once', () => {
  const parked = new ParkedTrainings();
  const plane = training('plane', 12);
  parked.park('plane', plane);
  expect(plane.events).toEqual(['paused']);
  expect(parked.take('plane')).toBe(plane);
  expect(parked.take('plane')).toBeUndefined();
  expect(plane.events).toEqual(['paused']);
});

it('ends one that has made no step, and one that failed', () => {
  const parked = new ParkedTrainings();
  for (const left of [training('cnn', 0, 'idle'), training('plane', 5, 'failed')]) {
    parked.park('page', left);
    expect(left.events).toEqual(['ended']);
    expect(parked.take('page')).toBeUndefined();
  }
});

it('keeps two: the one that was left first makes room', () => {
  const parked = new ParkedTrainings();
  const [plane, digits, descent] = [training('plane', 1), training('digits', 1), training('descent', 1)];
  parked.park('plane', plane!);
  parked.park('digits', digits!);
  parked.park('descent', descent!);
  expect(plane!.events).toEqual(['paused', 'ended']);
  expect(parked.take('plane')).toBeUndefined();
  expect(parked.take('digits')).toBe(digits);
  expect(parked.take('descent')).toBe(descent);
});
