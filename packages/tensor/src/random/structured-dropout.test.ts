import { ArgumentError } from '@neurona/backend';
import { expect, it } from 'vitest';
import { alphaDropout, gaussianDropout, spatialDropout } from './structured-dropout.js';

it('takes numbers alone as probabilities', () => {
  for (const [name, drop, most] of [
    ['spatialDropout', spatialDropout, '1'],
    ['alphaDropout', alphaDropout, 'less than 1'],
    ['gaussianDropout', gaussianDropout, 'less than 1'],
  ] as const) {
    for (const wrong of ['0.5', [0.5], true, null, Number.NaN, -0.1, 1.1]) {
      const call = () => drop([[1, 2]], wrong as never);
      expect(call, `${name} ${wrong}`).toThrow(ArgumentError);
      expect(call).toThrow(`[${name}] expected a probability from 0 to ${most}`);
    }
  }
});
