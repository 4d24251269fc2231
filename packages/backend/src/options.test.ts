import { describe, expect, it } from 'vitest';
import { ArgumentError } from './errors.js';
import { checkOptions, type OptionTable, withDefaults } from './options.js';

interface PoolOptions {
  readonly stride?: number | readonly number[];
  readonly padding?: number | 'same';
  readonly keepDims?: boolean;
  readonly mode?: 'max' | 'mean';
  readonly learningRate?: number;
  readonly weightDecay?: number;
  readonly axis?: number;
}

const poolOptions: OptionTable<PoolOptions> = {
  stride: 2,
  padding: 0,
  keepDims: false,
  mode: 'max',
  learningRate: 0.1,
  weightDecay: 0,
  axis: -1,
};

const names = 'stride, padding, keepDims, mode, learningRate, weightDecay and axis';

const messageOf = (options: unknown): string => {
  try {
    checkOptions<PoolOptions>('pool', options as PoolOptions, poolOptions);
  } catch (error) {
    expect(error).toBeInstanceOf(ArgumentError);
    return (error as Error).message;
  }
  return 'fine';
};

describe('checkOptions', () => {
  const bare = Object.assign(Object.create(null), { stride: 1 });
  class Settings {
    readonly stride = 3;
  }
  it.each([
    [{}],
    [{ stride: 2 }],
    [{ stride: undefined, axis: undefined }],
    [bare],
    [Object.create({ stride: 1 })],
    [new Settings()],
  ])('takes %o', (options) => {
    expect(messageOf(options)).toBe('fine');
  });

  it.each([
    [{ strude: 1 }, 'Did you mean stride?'],
    [{ Stride: 1 }, 'Did you mean stride?'],
    [{ learning_rate: 1 }, 'Did you mean learningRate?'],
    [{ decay: 1 }, 'decay is called weightDecay here.'],
    [{ lr: 0.1 }, 'lr is called learningRate here.'],
    [{ dim: 1 }, 'dim is called axis here.'],
    [{ keepdim: true }, 'keepdim is called keepDims here.'],
    [{ strides: 2 }, 'strides is called stride here.'],
    [{ filters: 2 }, 'outChannels is an argument before the options.'],
    [{ units: 2 }, 'outFeatures is an argument before the options.'],
    [{ toString: 1 }, ''],
    [{ unheardOf: undefined }, ''],
  ])('refuses %o', (options, hint) => {
    const [name] = Object.keys(options);
    expect(messageOf(options)).toBe(
      `[pool] expected options among ${names}, got ${name}.${hint && ` ${hint}`}`,
    );
  });

  it.each([
    [0.2, '0.2. Write { stride: 0.2 }.'],
    [true, 'true. Write { keepDims: true }.'],
    ['mean', "mean. Write { mode: 'mean' }."],
    [[2, 3], '[2, 3]. Write { stride: [2, 3] }.'],
    [[], '[]. Write { stride: [] }.'],
    [null, `null. Its options are ${names}.`],
    [new Map(), `an instance of Map. Its options are ${names}.`],
    [new Float32Array(2), `an instance of Float32Array. Its options are ${names}.`],
    [Symbol.iterator, `Symbol(Symbol.iterator). Its options are ${names}.`],
    [Math.max, `the function max. Its options are ${names}.`],
  ])('refuses %o in place of an object', (options, rest) => {
    expect(messageOf(options)).toBe(`[pool] expected an object of options, got ${rest}`);
  });

  it('suggests no option in place of undefined', () => {
    expect(() => checkOptions<{ seed?: number }>('draw', undefined as never, { seed: undefined })).toThrow(
      '[draw] expected an object of options, got undefined. Its options are seed.',
    );
  });

  it('knows calls without any option', () => {
    expect(() => checkOptions<object>('nothing', { axis: 1 }, {})).toThrow(
      '[nothing] expected no options, got axis.',
    );
  });
});

describe('withDefaults', () => {
  it('fills in what was left out or is undefined', () => {
    const options: { readonly stride?: number; readonly padding?: number | undefined } = {
      padding: undefined,
    };
    expect(withDefaults('pool', options, { stride: 2, padding: 1 })).toEqual({ stride: 2, padding: 1 });
    const inherited: typeof options = Object.create({ padding: 3 });
    expect(withDefaults('pool', inherited, { stride: 2, padding: undefined })).toEqual({
      stride: 2,
      padding: 3,
    });
  });

  it('refuses what has no default', () => {
    expect(() => withDefaults('pool', { stride: 1 } as object, {})).toThrow(ArgumentError);
  });
});
