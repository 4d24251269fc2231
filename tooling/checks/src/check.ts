// `pnpm check`: everything that a tool can tell, one line a check and one at the end.
import { Command } from 'commander';
import { apiReports } from './api-reports.js';
import { browserBundles } from './browser-bundles.js';
import { sizeBudget } from './bundle-sizes.js';
import { command, compile, type Outcome } from './command.js';
import { docComments } from './doc-comments.js';
import { fileRules } from './file-rules.js';
import { generatedFiles } from './generated-files.js';
import { manifests } from './manifests.js';
import { packageExports } from './package-exports.js';
import { packageLoading } from './package-loading.js';
import { packageSizes } from './package-sizes.js';
import { packageTypes } from './package-types.js';
import { publicNames } from './public-names.js';
import { singleFiles } from './single-files.js';

/** Returns what is wrong, one text each. */
type Check = () => string[] | Promise<string[]>;

const tool =
  (name: string, ...args: string[]): Check =>
  async () =>
    problemsOf(name, await command(name, args));

const problemsOf = (name: string, { code, output }: Outcome): string[] =>
  code === 0 ? [] : [output.trim() || `${name} exited with ${code}.`];

/** In the order in which they run: quick ones first, the build before what looks at it. */
const checks: Readonly<Record<string, Check>> = {
  lint: tool('biome', 'ci', '--error-on-warnings', '--colors=off', '--max-diagnostics=50', '.'),
  types: async () => problemsOf('tsc', await compile('tsconfig.json')),
  imports: tool('depcruise', '--output-type', 'err', 'packages', 'apps', 'tooling'),
  unused: tool('knip', '--no-progress', '--no-config-hints'),
  generated: () => generatedFiles(true),
  files: fileRules,
  docs: docComments,
  names: publicNames,
  manifests,
  lockfile: tool('pnpm', 'install', '--frozen-lockfile', '--lockfile-only', '--prefer-offline'),
  build: tool('turbo', 'run', 'build', '--output-logs=errors-only', '--continue'),
  api: () => apiReports(),
  exports: packageExports,
  loading: packageLoading,
  'published-types': packageTypes,
  'published-sizes': packageSizes,
  browsers: browserBundles,
  sizes: sizeBudget,
  bundles: singleFiles,
};

async function runCheck(name: string): Promise<boolean> {
  const start = performance.now();
  const problems = await Promise.resolve()
    .then(checks[name])
    .catch((error: Error) => [String(error.stack)]);
  for (const problem of problems) console.log(problem.replace(/^/gm, '  '));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  return problems.length === 0;
}

const names = Object.keys(checks);
const program = new Command('pnpm check')
  .description('Checks format, lint, types, imports, unused code, generated files, builds and packages.')
  .option('--only <names>', `some of: ${names.join(', ')}; separated by commas`)
  .parse();
const { only } = program.opts<{ only?: string }>();
const selected = only?.split(',') ?? names;
const unknown = selected.filter((name) => !names.includes(name));
if (unknown.length > 0) program.error(`No check "${unknown.join(', ')}". There are: ${names.join(', ')}.`);

const failed: string[] = [];
for (const name of selected) if (!(await runCheck(name))) failed.push(name);
const verdict = failed.length === 0 ? 'all passed' : `failed: ${failed.join(', ')}`;
console.log(`check: ${selected.length} checks, ${verdict}`);
process.exitCode = failed.length === 0 ? 0 : 1;
