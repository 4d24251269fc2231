import { basename } from 'node:path/posix';
import { read, sourceFiles } from './workspace.js';

const longest = 400;
const subjectless = /^(utils?|helpers?|common|misc|shared)\.[cm]?[jt]sx?$/;
const generated = /^\/\/ (Generated|Made) by /m;

/** Hand-written files that are too long, or whose name says no subject. */
export const fileRules = (): string[] =>
  sourceFiles('*.ts', '*.tsx', '*.js', '*.mjs', '*.cjs').flatMap((path) => {
    const found: string[] = [];
    const text = read(path);
    const lines = text.split('\n').length - 1;
    const isGenerated = generated.test(text.slice(0, 200)); // says so at its top
    if (lines > longest && !isGenerated)
      found.push(`${path}: ${lines} lines; a file stops at ${longest}. Split it by subject.`);
    if (subjectless.test(basename(path))) found.push(`${path}: name the file after its subject.`);
    return found;
  });
