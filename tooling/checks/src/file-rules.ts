import { basename } from 'node:path/posix';
import { read, sourceFiles } from './workspace.js';

const longest = 400;
const subjectless = /^(utils?|helpers?|common|misc|shared)\.[cm]?[jt]sx?$/;
const generated = /\/src\/index\.ts$|\/generated\//;

/** Hand-written files that are too long, or whose name says no subject. */
export const fileRules = (): string[] =>
  sourceFiles('*.ts', '*.tsx', '*.js', '*.mjs', '*.cjs')
    .filter((path) => !generated.test(path))
    .flatMap((path) => {
      const found: string[] = [];
      const lines = read(path).split('\n').length - 1;
      if (lines > longest)
        found.push(`${path}: ${lines} lines; a file stops at ${longest}. Split it by subject.`);
      if (subjectless.test(basename(path))) found.push(`${path}: name the file after its subject.`);
      return found;
    });
