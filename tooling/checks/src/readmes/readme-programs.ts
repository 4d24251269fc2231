import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { publicPackages, read, root } from '../workspace.js';

/** A program of a README: a block of TypeScript that imports what it uses, and the blocks without imports that continue it. */
export interface ReadmeProgram {
  readonly path: string;
  readonly line: number;
  readonly code: string;
}

/** The READMEs that users read: the repository's and the published packages'. */
export const readmes = (): string[] =>
  ['README.md', ...publicPackages().map(({ folder }) => `${folder}/README.md`)].filter((path) =>
    existsSync(join(root, path)),
  );

/** The programs of a README, in order; blocks in another language than `ts` are none. */
export function programsOf(path: string, text = read(path)): ReadmeProgram[] {
  const programs: ReadmeProgram[] = [];
  for (const { 1: code, index } of text.matchAll(/^```ts\n([\s\S]*?)^```/gm)) {
    const line = text.slice(0, index).split('\n').length;
    const isWhole = /^import\b/m.test(code!);
    const before = programs.at(-1);
    if (isWhole) programs.push({ path, line, code: code! });
    else if (before) programs[programs.length - 1] = { ...before, code: before.code + code };
    else throw new Error(`${path}:${line}: the first block imports nothing; write it as a whole program.`);
  }
  return programs;
}

/** The packages that a program imports. */
export const importsOf = (code: string): string[] => [
  ...new Set([...code.matchAll(/from '((?:@[^'/]+\/)?[^'/]+)[^']*'/g)].map((match) => match[1]!)),
];

/** What the lines of `npm i` in a README install. */
export const installedBy = (text: string): string[] =>
  [...text.matchAll(/^npm i(?:nstall)? ((?:.*\\\n)*.*)$/gm)].flatMap(([, names]) =>
    names!.replaceAll('\\\n', ' ').trim().split(/\s+/),
  );

/** READMEs of packages that don't say how to install what their programs import, before the first of them. */
export function installLines(): string[] {
  return readmes()
    .filter((path) => path !== 'README.md')
    .flatMap((path) => {
      const text = read(path);
      const programs = programsOf(path, text);
      const [first] = programs;
      if (!first) return [];
      if (installedBy(text.slice(0, text.indexOf(first.code))).length === 0)
        return [`${path}: has no \`npm i\` before its first program.`];
      const installed = installedBy(text);
      return programs.flatMap(({ code, line }) =>
        importsOf(code)
          .filter((name) => !name.startsWith('node:') && !installed.includes(name))
          .map((name) => `${path}:${line}: the program imports ${name}, which no \`npm i\` installs.`),
      );
    });
}
