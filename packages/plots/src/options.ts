// internal: checks of options, as all packages make them; this package imports no other
import { closest, distance } from 'fastest-levenshtein';
import { typeError } from './errors.js';

/** Every option of a picture by name. The compiler checks that none is missing. */
export type OptionNames<Options> = { readonly [Name in keyof Options]-?: true };

/** Checks that options are an object with known names only. */
export function checkOptions<Options extends object>(
  subject: string,
  options: Options,
  names: OptionNames<NoInfer<Options>>,
): Options {
  const known = Object.keys(names);
  const listed = `${known.slice(0, -1).join(', ')} and ${known.at(-1)}`;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    const hint = `Its options are ${listed}.`;
    throw typeError(subject, { expected: 'an object of options', received: options, hint });
  }
  for (const name in options) {
    if (Object.hasOwn(names, name)) continue;
    const near = closest(name.toLowerCase(), known);
    const isNear = distance(name.toLowerCase(), near.toLowerCase()) <= Math.ceil(name.length / 3);
    throw typeError(subject, {
      expected: `options among ${listed}`,
      received: name,
      ...(isNear && { hint: `Did you mean ${near}?` }),
    });
  }
  return options;
}
