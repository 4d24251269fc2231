// internal: facts of a run, which may be anyone's
import { UsageError } from '../console/usage-error.js';

type Raw = Readonly<Record<string, unknown>>;

/** Facts as an object; those of a run's folder may be anything. */
export function factsRecord(raw: unknown): Raw {
  if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return raw as Raw;
  throw strange('facts', raw);
}

/** A fact that is a list of names. */
export function namesIn(facts: Raw, key: string, least = 1): readonly string[] {
  const value = facts[key];
  if (
    Array.isArray(value) &&
    value.length >= least &&
    value.length < 1e5 &&
    value.every((one) => typeof one === 'string')
  )
    return value;
  throw strange(key, value);
}

/** A fact that is a size: an integer of at least 1. */
export function sizeIn(facts: Raw, key: string, most = 1e7): number {
  const value = facts[key];
  if (Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= most)
    return value as number;
  throw strange(key, value);
}

/** A fact that is text. */
export function textIn(facts: Raw, key: string): string {
  const value = facts[key];
  if (typeof value === 'string' && value.length <= 1000) return value;
  throw strange(key, value);
}

/** A fact that is a number. */
export function numberIn(facts: Raw, key: string): number {
  const value = facts[key];
  if (Number.isFinite(value)) return value as number;
  throw strange(key, value);
}

/** A fact that is an object, as the state of a scaler; who loads it checks it. */
export function recordIn(facts: Raw, key: string): Raw {
  const value = facts[key];
  if (typeof value === 'object' && value !== null) return value as Raw;
  throw strange(key, value);
}

/** A fact that is a list of so many numbers. */
export function numbersIn(facts: Raw, key: string, length: number): readonly number[] {
  const value = facts[key];
  if (isNumbers(value, length)) return value;
  throw strange(key, value);
}

/** A fact that is a list of rows of so many numbers. */
export function rowsIn(facts: Raw, key: string, width: number): readonly (readonly number[])[] {
  const value = facts[key];
  if (Array.isArray(value) && value.length > 0 && value.every((row) => isNumbers(row, width))) return value;
  throw strange(key, value);
}

const isNumbers = (value: unknown, length: number): value is number[] =>
  Array.isArray(value) && value.length === length && value.every(Number.isFinite);

const strange = (key: string, value: unknown): UsageError =>
  new UsageError(
    `The run's run.json is damaged: "${key}" can't be ${JSON.stringify(value)?.slice(0, 80) ?? 'missing'}. Train again to get a whole run.`,
  );
