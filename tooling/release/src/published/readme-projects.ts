import { programsOf, readmes } from '@neurona/checks/readme-programs';
import { read } from '@neurona/checks/workspace';
import ts from 'typescript';
import type { Trial } from './trial.js';

/** The programs of each package's README, in a project that has what its first line of `npm i` installs. */
export function readmeProjects(): Trial[] {
  return readmes().flatMap((path) => {
    const programs = programsOf(path);
    const install = /^```sh\nnpm i(?:nstall)? ([\s\S]*?)(?:\n[^\\]|^```)/m.exec(read(path))?.[1];
    if (path === 'README.md' || programs.length === 0 || !install) return [];
    const names = programs.map(({ line }) => `line-${line}.js`);
    return {
      name: path,
      install: install.replaceAll('\\\n', ' ').trim().split(/\s+/),
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
