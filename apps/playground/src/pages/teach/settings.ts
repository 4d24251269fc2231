import { type Field, number, oneOf, type Schema } from '../../shell/state-fields.js';
import {
  bodyNames,
  firstClasses,
  isSketch,
  madeClass,
  most,
  type TaughtClass,
  type TeachSettings,
} from '../../teaching/classes.js';

/** Ready-made classes, as `house-12_fish-12`. Own pictures stay with the visitor: they are in no link. */
const classes: Field<readonly TaughtClass[]> = {
  read(text) {
    const found = text.split('_').map((part) => {
      const [name = '', count = ''] = part.split('-');
      return isSketch(name) && /^\d{1,2}$/.test(count) ? madeClass(name, Number(count)) : undefined;
    });
    const isGood = found.length <= most.classes && found.every((one) => one !== undefined);
    return isGood ? (found as TaughtClass[]) : undefined;
  },
  write: (values) =>
    values
      .filter(({ name }) => isSketch(name))
      .map(({ name, made }) => `${name}-${made}`)
      .join('_'),
};

/** What the page begins with, and how it stands in the address. */
export const teachSchema: Schema<TeachSettings> = {
  initial: { classes: firstClasses, body: 'frozen', learningRate: 0.01 },
  fields: { classes, body: oneOf(bodyNames), learningRate: number(0.0001, 1) },
};
