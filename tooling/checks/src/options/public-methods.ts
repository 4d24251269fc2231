import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Package, root } from '../workspace.js';

/** An exported class and its own methods, without internal ones. */
export interface ClassMethods {
  readonly name: string;
  readonly isAbstract: boolean;
  readonly methods: readonly string[];
}

/** The classes of a package, by its API report. */
export function publicMethods({ folder }: Package): ClassMethods[] {
  const report = readFileSync(join(root, folder, 'api.md'), 'utf8');
  const classes = [...report.matchAll(/^export (abstract )?class (\w+)[^\n]*\{\n(.*?)^\}/gms)];
  return classes.map(([, abstract, name, body]) => ({
    name: name!,
    isAbstract: abstract !== undefined,
    methods: methodsOf(body!),
  }));
}

function methodsOf(body: string): string[] {
  const lines = body.split('\n');
  const own = lines.flatMap((line, i) => {
    const [, method] = /^ {4}(\w+)(?:<.*>)?\(.*\): .*;$/.exec(line) ?? [];
    const isInternal = /^ {4}\/\/ @internal/.test(lines[i - 1] ?? '');
    return method === undefined || isInternal ? [] : [method];
  });
  return [...new Set(own)];
}
