import { type Field, number, oneOf, type Schema } from '../../shell/state-fields.js';
import {
  type BodyName,
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

/** A published network stays with the visitor: a link leads to the small body. */
const body: Field<BodyName> = {
  read: (text) => oneOf(bodyNames).read(text),
  write: (value) => (value === 'published' ? 'frozen' : value),
};

/** What the page begins with, and how it stands in the address. */
export const teachSchema: Schema<TeachSettings> = {
  initial: { classes: firstClasses, body: 'frozen', network: undefined, learningRate: 0.01 },
  fields: {
    classes,
    body,
    network: { read: () => undefined, write: () => '' },
    learningRate: number(0.0001, 1),
  },
};
