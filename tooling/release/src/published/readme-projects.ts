import { importsOf, installedBy, programsOf, readmes } from '@neurona/checks/readme-programs';
import { read } from '@neurona/checks/workspace';
import ts from 'typescript';
import type { Trial } from './trial.js';

/** What a README says to install; the repository's says it in its text, for each of its programs. */
const installs = (path: string): string[] =>
  path === 'README.md' ? programsOf(path).flatMap(({ code }) => importsOf(code)) : installedBy(read(path));

/** The programs of each README, in a project that has what its lines of `npm i` install. */
export function readmeProjects(): Trial[] {
  return readmes().flatMap((path) => {
    const text = read(path);
    const scripts: readonly (readonly [name: string, code: string])[] = [
      ...programsOf(path).map(({ line, code }) => [`line-${line}.js`, withoutTypes(code)] as const),
      ...scriptsOf(text).flatMap(({ name, code, whyNot }) =>
        whyNot === undefined ? [[name, code] as const] : [],
      ),
    ];
    const install = installs(path);
    if (scripts.length === 0 || install.length === 0) return [];
    return {
      name: path === 'README.md' ? 'README.md of the repository' : path,
      install,
      files: Object.fromEntries(scripts),
      commands: scripts.map(([name]) => ['node', name]),
      expected: /^/,
    };
  });
}

/** What of the READMEs is not run, and why. */
export function readmesLeftOut(): { readonly path: string; readonly why: string }[] {
  return readmes().flatMap((path) => {
    const text = read(path);
    const left = scriptsOf(text).flatMap(({ line, whyNot }) =>
      whyNot === undefined ? [] : [{ path: `${path}:${line}`, why: whyNot }],
    );
    const isWithout = programsOf(path).length > 0 && installs(path).length === 0;
    return isWithout ? [...left, { path, why: 'which has no line of `npm i`' }] : left;
  });
}

interface Script {
  readonly line: number;
  /** As its first line names it, in a comment. */
  readonly name: string;
  readonly code: string;
  readonly whyNot: string | undefined;
}

/** The blocks of JavaScript of a README: files that the text names, and parts of programs. */
export function scriptsOf(text: string): Script[] {
  return [...text.matchAll(/^```js\n([\s\S]*?)^```/gm)].map(({ 1: code = '', index }) => ({
    line: text.slice(0, index).split('\n').length,
    name: /^\/\/ ([\w.-]+\.m?js)$/m.exec(code.split('\n')[0]!)?.[1] ?? '',
    code,
    whyNot: whyNot(code),
  }));
}

function whyNot(code: string): string | undefined {
  if (!/^import\b/m.test(code)) return 'a part of a program: it imports nothing';
  const [, own] = /from '(\.[^']*)'/.exec(code) ?? [];
  if (own !== undefined) return `a part of a program: it imports ${own}, which is the reader's`;
  return /^\/\/ [\w.-]+\.m?js\n/.test(code) ? undefined : 'its first line names no file';
}

const withoutTypes = (code: string): string =>
  ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  }).outputText;
