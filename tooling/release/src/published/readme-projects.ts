import { installedBy, programsOf, readmes } from '@neurona/checks/readme-programs';
import { read } from '@neurona/checks/workspace';
import ts from 'typescript';
import type { Trial } from './trial.js';

/** The programs of each package's README, in a project that has what its lines of `npm i` install. */
export function readmeProjects(): Trial[] {
  return readmes().flatMap((path) => {
    const programs = programsOf(path);
    const install = installedBy(read(path));
    if (path === 'README.md' || programs.length === 0 || install.length === 0) return [];
    const names = programs.map(({ line }) => `line-${line}.js`);
    return {
      name: path,
      install,
      files: Object.fromEntries(programs.map(({ code }, i) => [names[i]!, withoutTypes(code)])),
      commands: names.map((name) => ['node', name]),
      expected: /^/,
    };
  });
}

const withoutTypes = (code: string): string =>
  ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  }).outputText;
