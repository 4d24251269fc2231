import { describe, expect, it } from 'vitest';
import { choice, number, path, type SettingGroups, sizes, toggle, whole } from './setting.js';
import { changeSettings, readSettings } from './settings.js';

const groups = {
  data: { path: path('Where.'), color: toggle(true, 'Colours.') },
  model: { channels: sizes([8], 'Channels.') },
  optimizer: {
    name: choice(['adam', 'sgd'], 'adam', 'Which.'),
    learningRate: number(0.1, 'Step.', { least: 0, most: 1 }),
  },
  training: { epochs: whole(2, 'Passes.', { least: 1 }) },
} satisfies SettingGroups;

const defaults = readSettings(groups, {}, 'mine.json');
const failure = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

describe('readSettings', () => {
  it('fills in defaults, and takes what a recipe says', () => {
    expect(defaults.training).toEqual({ epochs: 2 });
    expect(readSettings(groups, { optimizer: { learningRate: 1 } }, 'mine.json').optimizer).toEqual({
      name: 'adam',
      learningRate: 1,
    });
  });

  it('names the nearest setting where there is none of a name', () => {
    const wrong = (raw: unknown): string => failure(() => readSettings(groups, raw, 'mine.json'));
    expect(wrong({ optimizer: { learningrate: 1 } })).toBe(
      'mine.json: there is no setting "optimizer.learningrate". Did you mean optimizer.learningRate?',
    );
    expect(wrong({ optimiser: { lr: 1 } })).toBe(
      'mine.json: there is no setting "optimiser". Did you mean optimizer?',
    );
    expect(wrong({ optimizer: { lr: 1 } })).toContain('Did you mean optimizer.learningRate?');
    expect(wrong({ training: { zzz: 1 } })).toContain(
      'The settings are data.path, data.color, model.channels,',
    );
  });

  it('says what a value has to be', () => {
    const wrong = (raw: unknown): string => failure(() => readSettings(groups, raw, 'mine.json'));
    expect(wrong({ optimizer: { learningRate: 2 } })).toBe(
      'mine.json: optimizer.learningRate should be a number from 0 to 1, not 2.',
    );
    expect(wrong({ optimizer: { learningRate: null } })).toContain('not null');
    expect(wrong({ optimizer: { name: 'adan' } })).toBe(
      'mine.json: optimizer.name should be one of adam, sgd, not "adan". Did you mean adam?',
    );
    expect(wrong({ training: { epochs: 1.5 } })).toContain('should be an integer of at least 1, not 1.5');
    expect(wrong({ model: { channels: [0] } })).toContain('should be a list of integers of at least 1');
    expect(wrong({ training: 5 })).toBe(
      '"training" of mine.json should be a group in braces, with settings among epochs.',
    );
    expect(wrong([1])).toContain('should hold settings in groups');
  });

  it('takes nothing from what objects inherit', () => {
    const raw = JSON.parse('{"__proto__": {"epochs": 1}}');
    expect(failure(() => readSettings(groups, raw, 'mine.json'))).toContain(
      'there is no setting "__proto__"',
    );
    expect(failure(() => readSettings(groups, { constructor: {} }, 'mine.json'))).toContain('"constructor"');
  });
});

describe('changeSettings', () => {
  it('changes what the command line says', () => {
    const changed = changeSettings(groups, defaults, [
      'optimizer.learningRate=3e-4',
      'model.channels=[4, 8]',
      'data.color=false',
      'data.path=a=b',
    ]);
    expect(changed).toEqual({
      data: { path: 'a=b', color: false },
      model: { channels: [4, 8] },
      optimizer: { name: 'adam', learningRate: 3e-4 },
      training: { epochs: 2 },
    });
    expect(defaults.model).toEqual({ channels: [8] });
  });

  it('says what is wrong', () => {
    const wrong = (change: string): string => failure(() => changeSettings(groups, defaults, [change]));
    expect(wrong('epochs=3')).toBe('there is no setting "epochs". Did you mean training.epochs?');
    expect(wrong('training.epochs')).toContain('"training.epochs" has no "="');
    expect(wrong('training.epochs=')).toContain('training.epochs should be an integer of at least 1, not ""');
    expect(wrong('data.color=yes')).toContain('data.color should be true or false, not "yes"');
    expect(wrong('model.channels=8,x')).toContain('should be a list of integers');
  });
});
