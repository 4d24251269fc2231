// internal

/** Settings as printing shows them: `, stride: 2, padding: "same"`. */
export const describeOptions = (options: object): string =>
  Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `, ${name}: ${JSON.stringify(value)}`)
    .join('');

/** The same without the comma in front. */
export const describeOptionsAlone = (options: object): string => describeOptions(options).slice(2);
