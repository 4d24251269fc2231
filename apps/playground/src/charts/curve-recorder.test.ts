import { expect, it } from 'vitest';
import { CurveRecorder } from './curve-recorder.js';

it('keeps every value of a short curve', () => {
  const curves = new CurveRecorder(['loss', 'errors']);
  curves.add(1, { loss: 0.5, errors: 3 });
  curves.add(2, { loss: 0.25, errors: 1 });
  expect(curves.read()).toEqual({ x: [1, 2], y: { loss: [0.5, 0.25], errors: [3, 1] } });
});

it('bounds the points of a long curve, and ends with the newest', () => {
  const curves = new CurveRecorder(['loss'], 10);
  for (let step = 0; step <= 1001; step++) curves.add(step, { loss: step });
  const { x, y } = curves.read();
  expect(x.length).toBeLessThanOrEqual(11);
  expect([x[0], x.at(-1)]).toEqual([0, 1001]);
  expect(y.loss).toEqual(x);
});
