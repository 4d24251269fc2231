import { describe, expect, it } from 'vitest';
import { namesOf } from './names.js';

describe('namesOf', () => {
  it.each([
    ['log-softmax', { kebab: 'log-softmax', camel: 'logSoftmax', pascal: 'LogSoftmax' }],
    ['logSoftmax', { kebab: 'log-softmax', camel: 'logSoftmax', pascal: 'LogSoftmax' }],
    ['RMSNorm', { kebab: 'rms-norm', camel: 'rmsNorm', pascal: 'RMSNorm' }],
    ['LSTM', { kebab: 'lstm', camel: 'lstm', pascal: 'LSTM' }],
    ['Conv2d', { kebab: 'conv2d', camel: 'conv2d', pascal: 'Conv2d' }],
  ])('spells %s in three ways', (name, names) => {
    expect(namesOf(name)).toEqual(names);
  });

  it('refuses what is no name', () => {
    expect(() => namesOf('../x')).toThrow('expected a name of letters, digits and dashes, got "../x"');
  });
});
