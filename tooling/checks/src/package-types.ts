import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from './command.js';
import { emptyProject } from './empty-project.js';

const node16 = { module: 'node16', moduleResolution: 'node16' };

/** How a project may be compiled: where Node.js decides, the file's extension tells ESM from CommonJS. */
const projects: readonly {
  readonly name: string;
  readonly file: string;
  readonly options: Readonly<Record<string, string>>;
}[] = [
  { name: 'node16, ESM', file: 'index.mts', options: node16 },
  { name: 'node16, CommonJS', file: 'index.cts', options: node16 },
  { name: 'bundler, ESM', file: 'index.ts', options: { moduleResolution: 'bundler', module: 'esnext' } },
  {
    name: 'bundler, CommonJS',
    file: 'index.cts',
    options: { moduleResolution: 'bundler', module: 'commonjs' },
  },
];

const common = {
  strict: true,
  skipLibCheck: false,
  target: 'es2022',
  lib: ['es2023', 'esnext.disposable', 'dom', 'dom.asynciterable'],
  types: ['node'],
};

/**
 * What the compiler says of the packages' types in an empty project that doesn't skip the check of libraries. Of the bridge to
 * TensorFlow.js only its own types count: those of tfjs contradict the compiler's own.
 */
export async function packageTypes(): Promise<string[]> {
  const { folder, entries, required } = await emptyProject();
  const bridge = '@neurona/backend-tfjs';
  const found: string[] = [];
  for (const { name, file, options } of projects) {
    const imported = (file.endsWith('.cts') ? required : entries).filter((entry) => entry !== bridge);
    const problems = [
      ...(await problemsOf(folder, file, imported, options)),
      ...(await problemsOf(folder, file, [bridge], options)).filter((problem) =>
        problem.startsWith('@neurona'),
      ),
    ];
    found.push(...problems.slice(0, 20).map((problem) => `${name}: ${problem}`));
  }
  return found;
}

/** The problems of a program that imports these entry points, a line each, its files as from `node_modules/`. */
async function problemsOf(
  folder: string,
  file: string,
  entries: readonly string[],
  options: Readonly<Record<string, string>>,
): Promise<string[]> {
  const text = entries.map((entry, i) => `import * as m${i} from '${entry}';\n[m${i}];\n`).join('');
  writeFileSync(join(folder, file), text);
  const config = join(folder, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ compilerOptions: { ...common, ...options }, files: [file] }));
  const { code, output } = await compile(config);
  const lines = output
    .split('\n')
    .filter((line) => line.includes('error TS'))
    .map((line) => line.replace(/^.*node_modules\//, ''));
  if (code !== 0 && lines.length === 0) throw new Error(output);
  return lines;
}
