import { join } from 'node:path';
import ts from 'typescript';
import { emptyProject } from './empty-project.js';

const node16 = { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 };
const bundler = { moduleResolution: ts.ModuleResolutionKind.Bundler };

/** How a project may be compiled: where Node.js decides, the file's extension tells ESM from CommonJS. */
const projects: readonly {
  readonly name: string;
  readonly file: string;
  readonly options: ts.CompilerOptions;
}[] = [
  { name: 'node16, ESM', file: 'index.mts', options: node16 },
  { name: 'node16, CommonJS', file: 'index.cts', options: node16 },
  { name: 'bundler, ESM', file: 'index.ts', options: { ...bundler, module: ts.ModuleKind.ESNext } },
  { name: 'bundler, CommonJS', file: 'index.cts', options: { ...bundler, module: ts.ModuleKind.CommonJS } },
];

const common: ts.CompilerOptions = {
  strict: true,
  skipLibCheck: false,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.asynciterable.d.ts'],
  types: ['node'],
};

/**
 * What the compiler says of the packages' types in an empty project that doesn't skip the check of libraries. Of the bridge to
 * TensorFlow.js only its own types count: those of tfjs contradict the compiler's own.
 */
export async function packageTypes(): Promise<string[]> {
  const { folder, entries, required } = await emptyProject();
  const bridge = '@neurona/backend-tfjs';
  return projects.flatMap(({ name, file, options }) => {
    const imported = (file.endsWith('.cts') ? required : entries).filter((entry) => entry !== bridge);
    const settings = { ...common, ...options };
    const found = [
      ...compile(join(folder, file), imported, settings),
      ...compile(join(folder, file), [bridge], settings).filter((problem) => problem.startsWith('@neurona')),
    ];
    return found.slice(0, 20).map((problem) => `${name}: ${problem}`);
  });
}

/** The problems of a program that imports these entry points. */
function compile(path: string, entries: readonly string[], options: ts.CompilerOptions): string[] {
  const text = entries.map((entry, i) => `import * as m${i} from '${entry}';\n[m${i}];\n`).join('');
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (asked) => asked === path || fileExists(asked);
  host.readFile = (asked) => (asked === path ? text : readFile(asked));
  host.getSourceFile = (asked, language, ...rest) =>
    asked === path
      ? ts.createSourceFile(asked, text, language, true)
      : getSourceFile(asked, language, ...rest);
  return ts.getPreEmitDiagnostics(ts.createProgram([path], options, host)).map(textOf);
}

function textOf({ file, start = 0, messageText }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, '\n');
  if (!file) return text;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${file.fileName.replace(/^.*node_modules\//, '')}:${line + 1}: ${text}`;
}
