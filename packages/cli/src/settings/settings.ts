// internal: values of settings, from files and the command line
import { UsageError } from '../console/usage-error.js';
import { didYouMean } from './nearest-name.js';
import {
  type AnySettings,
  expectationOf,
  isValueOf,
  type Setting,
  type SettingGroups,
  type SettingValue,
} from './setting.js';

/** A setting with its place. */
export interface PlacedSetting {
  /** As `optimizer.learningRate`. */
  readonly name: string;
  readonly setting: Setting;
}

/** All settings, in order. */
export const listSettings = (groups: SettingGroups): PlacedSetting[] =>
  Object.entries(groups).flatMap(([group, settings]) =>
    Object.entries(settings).map(([name, setting]) => ({ name: `${group}.${name}`, setting })),
  );

/**
 * Values for all settings: those of a recipe, or else the defaults.
 * @param raw - Groups of values, as read from a file.
 * @param source - The file that they are from, for messages.
 * @throws {@link UsageError} if a group, a setting or a value is unknown; the message names the nearest right one.
 */
export function readSettings(groups: SettingGroups, raw: unknown, source: string): AnySettings {
  if (!isRecord(raw))
    throw new UsageError(`${source} should hold settings in groups, as { "training": { "epochs": 5 } }.`);
  for (const group of Object.keys(raw)) {
    if (!Object.hasOwn(groups, group)) throw unknownSetting(group, groups, source);
    const values = raw[group];
    if (!isRecord(values)) {
      const names = Object.keys(groups[group]!).join(', ');
      throw new UsageError(
        `"${group}" of ${source} should be a group in braces, with settings among ${names}.`,
      );
    }
    for (const name of Object.keys(values))
      if (!Object.hasOwn(groups[group]!, name)) throw unknownSetting(`${group}.${name}`, groups, source);
  }
  return Object.fromEntries(
    Object.entries(groups).map(([group, settings]) => {
      const given = Object.hasOwn(raw, group) ? (raw[group] as Readonly<Record<string, unknown>>) : {};
      const values = Object.entries(settings).map(([name, setting]): [string, SettingValue] => [
        name,
        Object.hasOwn(given, name)
          ? checked(setting, given[name], `${group}.${name}`, source)
          : setting.default,
      ]);
      return [group, Object.fromEntries(values)];
    }),
  );
}

/**
 * The same settings with others of the command line, as `optimizer.learningRate=3e-4`.
 * @throws {@link UsageError} if one is not written so, is unknown, or has a value that it can't have.
 */
export function changeSettings(
  groups: SettingGroups,
  settings: AnySettings,
  changes: readonly string[],
): AnySettings {
  const changed = Object.fromEntries(
    Object.entries(settings).map(([group, values]) => [group, { ...values }]),
  );
  for (const change of changes) {
    const at = change.indexOf('=');
    const name = change.slice(0, at).trim();
    if (at < 1) {
      throw new UsageError(
        `--set takes a setting and its value, as --set training.epochs=5; "${change}" has no "=".`,
      );
    }
    const place = listSettings(groups).find((one) => one.name === name);
    if (!place) throw unknownSetting(name, groups);
    const [group, own] = name.split('.') as [string, string];
    changed[group]![own] = checked(place.setting, parseValue(place.setting, change.slice(at + 1)), name);
  }
  return changed;
}

/** A value that was typed, as what the setting holds; as it is where that can't be. */
function parseValue(setting: Setting, typed: string): unknown {
  const word = typed.trim();
  if (setting.kind === 'number') return word === '' ? word : Number.isNaN(Number(word)) ? word : Number(word);
  if (setting.kind === 'switch') return word === 'true' ? true : word === 'false' ? false : word;
  if (setting.kind !== 'sizes') return typed;
  const list = word.replace(/^\[(.*)\]$/, '$1');
  return list.trim() === '' ? [] : list.split(',').map(Number);
}

function checked(setting: Setting, value: unknown, name: string, source?: string): SettingValue {
  if (isValueOf(setting, value)) return value;
  const shown = JSON.stringify(value)?.slice(0, 80) ?? String(value);
  const near =
    setting.kind === 'choice' && typeof value === 'string' ? didYouMean(value, setting.choices) : '';
  throw new UsageError(`${inFile(source)}${name} should be ${expectationOf(setting)}, not ${shown}.${near}`);
}

function unknownSetting(name: string, groups: SettingGroups, source?: string): UsageError {
  const names = listSettings(groups).map((one) => one.name);
  const near = didYouMean(name, names) || didYouMean(name, Object.keys(groups));
  const shown = name.slice(0, 80);
  const all = near === '' ? ` The settings are ${names.join(', ')}.` : near;
  return new UsageError(`${inFile(source)}there is no setting "${shown}".${all}`);
}

const inFile = (source: string | undefined): string => (source === undefined ? '' : `${source}: `);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
