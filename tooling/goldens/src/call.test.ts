import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { Call, given } from './call.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('Call', () => {
  it('reads arguments by position or by name, and None as missing', () => {
    const call = new Call([1, null], { c: 3, d: null });
    expect([
      call.number(0, 'a'),
      call.number(1, 'b', 5),
      call.number(2, 'c'),
      call.number(3, 'd', 7),
    ]).toEqual([1, 5, 3, 7]);
  });

  it('remembers what nobody read', () => {
    const call = new Call([1, 2], { c: 3, d: 4 });
    call.number(1, 'b');
    call.named('d');
    expect(call.unread).toEqual([0, 'c']);
  });

  it('puts tensors in place, also in lists', () => {
    const x = tensor([1]);
    const call = new Call([['$x', 2]], {}, new Map([['x', { tensor: x, layout: undefined }]]));
    expect(call.get(0, 'a')).toEqual([x, 2]);
  });

  it('says which argument is of the wrong kind', () => {
    const call = new Call(['a'], {});
    expect(() => call.number(0, 'alpha')).toThrow('[alpha] expected a number, got a.');
    expect(() => call.tensor(1, 'other')).toThrow('[other] expected a tensor, got nothing.');
    expect(() => new Call(['$y'], {})).toThrow('[Call] expected the name of an input, got $y.');
  });
});

it('leaves options out that are not given', () => {
  expect(given({ a: 1, b: undefined })).toEqual({ a: 1 });
});
