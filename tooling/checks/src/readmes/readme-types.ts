import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../workspace.js';
import { programsOf, readmes } from './readme-programs.js';

/** What a project of a user is compiled with. */
const usersSettings = { strict: true, noUncheckedIndexedAccess: false, exactOptionalPropertyTypes: false };

/** What the compiler says of the programs in READMEs, each as a module of its own under `strict`. */
export function readmeTypes(): string[] {
  const config = ts.readConfigFile(join(root, 'tooling/tsconfig/base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config.config, files: [] },
    ts.sys,
    join(root, 'tooling/checks'),
  );
  const folder = join(root, 'tooling/checks'); // depends on every package, as the user's project does
  const programs = new Map(
    readmes().flatMap((path) =>
      programsOf(path).map((program) => {
        const name = `${path.replaceAll('/', '-')}-${program.line}.ts`;
        return [join(folder, name), program] as const;
      }),
    ),
  );
  const settings = { ...options, ...usersSettings };
  const host = ts.createCompilerHost(settings);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (path) => programs.has(path) || fileExists(path);
  host.readFile = (path) => programs.get(path)?.code ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const program = programs.get(path);
    return program
      ? ts.createSourceFile(path, program.code, ts.ScriptTarget.ESNext, true)
      : getSourceFile(path, ...rest);
  };
  const compiled = ts.createProgram([...programs.keys()], settings, host);
  return [...programs].flatMap(([file, { path, line }]) => {
    const source = compiled.getSourceFile(file)!;
    const found = [...compiled.getSyntacticDiagnostics(source), ...compiled.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, messageText }) => {
      const at = line + 1 + source.getLineAndCharacterOfPosition(start).line;
      return `${path}:${at}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}
