import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  AutogradError,
  BackendError,
  DisposedError,
  DTypeError,
  describeValue,
  NeuronaError,
  ShapeError,
} from './errors.js';

describe('errors', () => {
  it('say who expected what, what came, where from and what to try', () => {
    const error = new ShapeError('Conv2d', {
      expected: '3 input channels',
      received: 28,
      where: 'x has shape [8, 3, 28, 28]',
      hint: 'Inputs are [N, H, W, C]; permute x to [0, 2, 3, 1].',
    });
    expect(error.message).toBe(
      '[Conv2d] expected 3 input channels, got 28 (x has shape [8, 3, 28, 28]). ' +
        'Inputs are [N, H, W, C]; permute x to [0, 2, 3, 1].',
    );
    expect(error.subject).toBe('Conv2d');
  });

  it('leave out what is not known', () => {
    expect(new ArgumentError('SGD', { expected: 'learningRate > 0', received: -1 }).message).toBe(
      '[SGD] expected learningRate > 0, got -1.',
    );
  });

  it.each([
    [ShapeError, 'ShapeError', 'ERR_SHAPE'],
    [DTypeError, 'DTypeError', 'ERR_DTYPE'],
    [ArgumentError, 'ArgumentError', 'ERR_ARGUMENT'],
    [DisposedError, 'DisposedError', 'ERR_DISPOSED'],
    [BackendError, 'BackendError', 'ERR_BACKEND'],
    [AutogradError, 'AutogradError', 'ERR_AUTOGRAD'],
  ] as const)('%o has a name and a stable code', (Kind, name, code) => {
    const error = new Kind('subject', { expected: 'one', received: 'two' });
    expect(error).toBeInstanceOf(NeuronaError);
    expect(error).toBeInstanceOf(Error);
    expect({ name: error.name, code: error.code, text: String(error) }).toEqual({
      name,
      code,
      text: `${name}: [subject] expected one, got two.`,
    });
  });

  it('carry the error that led to them', () => {
    const cause = new Error('no device');
    const error = new BackendError('webgpu', { expected: 'a device', received: cause, cause });
    expect(error.cause).toBe(cause);
    expect(error.message).toBe('[webgpu] expected a device, got no device.');
    expect('cause' in new BackendError('webgpu', { expected: 'a device', received: 'none' })).toBe(false);
  });
});

describe('describeValue', () => {
  class Thing {}
  it.each([
    ['text', 'text'],
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    [undefined, 'undefined'],
    [null, 'null'],
    [true, 'true'],
    [[2, [3, 4]], '[2, [3, 4]]'],
    [Array.from({ length: 14 }, (_, i) => i), '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …]'],
    [{ a: 1 }, '{"a":1}'],
    [{ values: new Float32Array(1e6) }, '{"values":"Float32Array of 4000000 bytes"}'],
    [{ text: 'x'.repeat(1000) }, `{"text":"${'x'.repeat(191)}…`],
    [{ count: 1n }, 'an object'],
    [new Thing(), 'an instance of Thing'],
    [new Error('broken'), 'broken'],
    [function named() {}, 'the function named'],
    [() => 0, 'the function (anonymous)'],
  ])('prints %o', (value, text) => {
    expect(describeValue(value)).toBe(text);
  });
});
