import type { Field, Schema } from '../../shell/state-fields.js';
import { isMisreading, parse } from './parse.js';

/** What the page sets. */
export interface AutogradSettings {
  /** The expression, one that can be read. */
  readonly e: string;
  /** Values of variables; those without one are 2. */
  readonly v: Readonly<Record<string, number>>;
}

/** The values that a variable can have. */
export const valueRange: readonly [number, number] = [-5, 5];

/** A variable's value. */
export const variableValue = ({ v }: AutogradSettings, name: string): number => v[name] ?? 2;

const longest = 80;

const expression: Field<string> = {
  read: (text) => (text.length <= longest && !isMisreading(parse(text)) ? text : undefined),
  write: (text) => text,
};

const values: Field<Readonly<Record<string, number>>> = {
  read(text) {
    const pairs = text.split('_').map((pair) => pair.split('~'));
    const isFit = pairs.every(
      ([name, value]) => name && Number(value) >= valueRange[0] && Number(value) <= valueRange[1],
    );
    return isFit ? Object.fromEntries(pairs.map(([name, value]) => [name, Number(value)])) : undefined;
  },
  write: (record) =>
    Object.entries(record)
      .map(([name, value]) => `${name}~${Number(value.toFixed(3))}`)
      .join('_'),
};

/** What the page begins with, and how it stands in the address. */
export const autogradSchema: Schema<AutogradSettings> = {
  initial: { e: 'x*y + 1', v: { x: 2, y: 3 } },
  fields: { e: expression, v: values },
};
