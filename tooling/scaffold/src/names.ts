/** One name in the three spellings that files, values and types use. */
export interface Names {
  /** `log-softmax`: files and packages. */
  readonly kebab: string;
  /** `logSoftmax`: functions and fields. */
  readonly camel: string;
  /** `LogSoftmax`: classes and types. */
  readonly pascal: string;
}

/** Reads a name in any of the three spellings; acronyms in a class name stay as they are written. */
export function namesOf(name: string): Names {
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name))
    throw new Error(
      `[pnpm new] expected a name of letters, digits and dashes, got "${name}" (the name). Write log-softmax.`,
    );
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .split('-')
    .filter((word) => word !== '');
  const kebab = words.join('-').toLowerCase();
  const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  const lower = words.map((word) => word.toLowerCase());
  const camel = lower[0]! + lower.slice(1).map(capital).join('');
  return { kebab, camel, pascal };
}
