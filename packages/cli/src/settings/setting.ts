// internal: kinds of settings
/** A number, in a range. */
export interface NumberSetting {
  readonly kind: 'number';
  readonly default: number;
  readonly about: string;
  readonly least?: number;
  readonly most?: number;
  /** Whether it has to be an integer, default false. */
  readonly whole?: boolean;
}

/** One of a few words. */
export interface ChoiceSetting<T extends string = string> {
  readonly kind: 'choice';
  readonly default: T;
  readonly about: string;
  readonly choices: readonly T[];
}

/** A switch. */
export interface SwitchSetting {
  readonly kind: 'switch';
  readonly default: boolean;
  readonly about: string;
}

/** Text; a path is relative to the folder that the command is run in. */
export interface TextSetting {
  readonly kind: 'text' | 'path';
  readonly default: string;
  readonly about: string;
}

/** A list of integers of at least 1, such as the sizes of layers. */
export interface SizesSetting {
  readonly kind: 'sizes';
  readonly default: readonly number[];
  readonly about: string;
}

/** One setting of a recipe: what it may be, what it is by default, and what it is about. */
export type Setting = NumberSetting | ChoiceSetting | SwitchSetting | TextSetting | SizesSetting;

/** Settings in groups: `optimizer.learningRate` is the setting `learningRate` of the group `optimizer`. */
export type SettingGroups = Readonly<Record<string, Readonly<Record<string, Setting>>>>;

/** The value of a setting. */
export type SettingValue = number | string | boolean | readonly number[];

/** Values of any settings, by group and name. */
export type AnySettings = Readonly<Record<string, Readonly<Record<string, SettingValue>>>>;

type ValueOf<S extends Setting> = S extends NumberSetting
  ? number
  : S extends ChoiceSetting<infer T>
    ? T
    : S extends SwitchSetting
      ? boolean
      : S extends SizesSetting
        ? readonly number[]
        : string;

/** Values of settings, by group and name. */
export type SettingsOf<G extends SettingGroups> = {
  readonly [Group in keyof G]: { readonly [Name in keyof G[Group]]: ValueOf<G[Group][Name]> };
};

type Range = Pick<NumberSetting, 'least' | 'most'>;

/** A number. */
export const number = (value: number, about: string, range: Range = {}): NumberSetting => ({
  kind: 'number',
  default: value,
  about,
  ...range,
});

/** An integer. */
export const whole = (value: number, about: string, range: Range = { least: 0 }): NumberSetting => ({
  kind: 'number',
  default: value,
  about,
  whole: true,
  ...range,
});

/** One of a few words. */
export const choice = <const T extends string>(
  choices: readonly T[],
  value: NoInfer<T>,
  about: string,
): ChoiceSetting<T> => ({ kind: 'choice', default: value, about, choices });

/** On or off. */
export const toggle = (value: boolean, about: string): SwitchSetting => ({
  kind: 'switch',
  default: value,
  about,
});

/** Text. */
export const text = (value: string, about: string): TextSetting => ({ kind: 'text', default: value, about });

/** A path of a file or folder, default none. */
export const path = (about: string): TextSetting => ({ kind: 'path', default: '', about });

/** Sizes, such as those of layers. */
export const sizes = (value: readonly number[], about: string): SizesSetting => ({
  kind: 'sizes',
  default: value,
  about,
});

/** What a setting may be, as words that follow "expected". */
export function expectationOf(setting: Setting): string {
  switch (setting.kind) {
    case 'number':
      return `${setting.whole ? 'an integer' : 'a number'}${rangeOf(setting)}`;
    case 'choice':
      return `one of ${setting.choices.join(', ')}`;
    case 'switch':
      return 'true or false';
    case 'sizes':
      return 'a list of integers of at least 1';
    case 'path':
      return 'a path';
    case 'text':
      return 'text';
  }
}

function rangeOf({ least, most }: NumberSetting): string {
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  if (least !== undefined) return ` of at least ${least}`;
  return most === undefined ? '' : ` of at most ${most}`;
}

const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;

/** Whether a value of a recipe is one that the setting may have. */
export function isValueOf(setting: Setting, value: unknown): value is SettingValue {
  switch (setting.kind) {
    case 'number': {
      const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = setting;
      const isNumber = setting.whole ? Number.isSafeInteger(value) : Number.isFinite(value);
      return isNumber && (value as number) >= least && (value as number) <= most;
    }
    case 'choice':
      return setting.choices.some((one) => one === value);
    case 'switch':
      return typeof value === 'boolean';
    case 'sizes':
      return Array.isArray(value) && value.length <= 100 && value.every(isSize);
    default:
      return typeof value === 'string' && value.length <= 10_000 && !value.includes('\0');
  }
}
