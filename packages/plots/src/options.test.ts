import { describe, expect, it } from 'vitest';
import { plotHeatmap, textCurve } from './index.js';

describe('options of a picture', () => {
  it.each([
    [{ with: 40 }, 'got with. Did you mean width?'],
    [{ xlabel: 'step' }, 'got xlabel. Did you mean xLabel?'],
    [{ colour: 'red' }, 'got colour.'],
  ])('refuses %o', (options, rest) => {
    const call = (): unknown => textCurve([1, 2], options as object);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`[textCurve] expected options among width, height, xLabel and firstEpoch, ${rest}`);
  });

  it.each([['Loss'], [null], [[4]]])('refuses %o in place of an object', (options) => {
    expect(() => plotHeatmap([[1]], options as never)).toThrow(
      '[plotHeatmap] expected an object of options, got ',
    );
  });
});
