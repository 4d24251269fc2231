import { compileExample } from './compile-example.js';
import { mismatch } from './match-value.js';

/**
 * Runs an example and compares the values after `// =>`; returns what differs.
 * @param ownerOf - The package of a name that the example uses without importing it; undefined if it must import it.
 */
export async function runExample(
  code: string,
  ownerOf: (name: string) => string | undefined,
): Promise<string[]> {
  const { body, identifiers, imports, wholes, effects, expectations } = compileExample(code);
  for (const specifier of effects) await import(/* @vite-ignore */ specifier);
  const scope = new Map<string, unknown>();
  for (const [name, specifier] of wholes) scope.set(name, await import(/* @vite-ignore */ specifier));
  for (const name of identifiers) {
    if (wholes.has(name)) continue;
    const specifier = imports.get(name) ?? ownerOf(name);
    if (specifier === undefined) continue;
    const exports = (await import(/* @vite-ignore */ specifier)) as Record<string, unknown>;
    if (!(name in exports)) throw new Error(`${specifier} does not export ${name}; run \`pnpm generate\`.`);
    scope.set(name, exports[name]);
  }
  const failures: string[] = [];
  let compared = 0;
  const compare = async (value: unknown, expected: string): Promise<void> => {
    compared++;
    const failure = await mismatch(value, expected);
    if (failure !== undefined) failures.push(failure);
  };
  await new Function('__expect', ...scope.keys(), body)(compare, ...scope.values());
  if (compared < expectations) failures.push(`${expectations - compared} of its values were never reached.`);
  return failures;
}
