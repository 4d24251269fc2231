import { describe, expect, it } from 'vitest';
import { regionsOf } from './regions.js';

describe('regionsOf', () => {
  it('cuts regions out and moves them to the margin', () => {
    const source =
      'a\n  // #region one\n  b {\n    c\n  }\n  // #endregion\n// #region two\nd\n// #endregion\n';
    expect(regionsOf(source)).toEqual({ one: 'b {\n  c\n}', two: 'd' });
  });

  it('refuses regions that are open, nested or closed twice', () => {
    expect(() => regionsOf('// #region a\nb')).toThrow('Region "a" has no end.');
    expect(() => regionsOf('// #region a\n// #region b')).toThrow(
      'Region "b" begins inside another one, or twice.',
    );
    expect(() => regionsOf('// #endregion')).toThrow('A region ends that has not begun.');
  });
});
