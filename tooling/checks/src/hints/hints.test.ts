import { describe, expect, it } from 'vitest';
import { publicTypes } from '../public-types.js';
import { errorHints, hintsIn } from './error-hints.js';
import { wrongHints } from './wrong-hints.js';

describe('hints of errors', () => {
  const types = publicTypes();

  it('advise calls and options that there are', () => {
    const hints = errorHints();
    expect(hints.length).toBeGreaterThan(150);
    expect(wrongHints(hints, types)).toEqual([]);
  });

  it.each([
    ['Call x.backwards() first.', 'nothing exported is called backwards'],
    ['Use gatherRows(x, indices).', 'nothing exported is called gatherRows'],
    ['Copy it: tensor(await x.data(), { size: x.shape }).', "tensor isn't called like this"],
    ['Use flip(x, 0, 1).', "flip isn't called like this"],
    ['Pass { stricter: false }.', 'no options have stricter'],
    ['Write new Linear({ inFeatures }).', "Linear isn't called like this"],
  ])('“%s” would be found', (text, problem) => {
    const hints = hintsIn('a.ts', `throw new ArgumentError('a', { hint: \`${text}\` });`);
    expect(wrongHints(hints, types)).toEqual([`a.ts:1: "${text}": ${problem}.`]);
  });
});
