import { Command, InvalidArgumentError, Option } from 'commander';
import { backendNames, chromiumBackend, type NodeBackend, nodeBackends, usualBackends } from './backends.js';
import { runInChromium } from './browser/chromium.js';
import { type CaseResult, resultOf } from './case-result.js';
import { writeCoverage } from './coverage.js';
import { fixtureFolder, openFolder, ownFixtures } from './fixture-folder.js';
import type { GoldenSource } from './golden-source.js';
import type { GoldenCase } from './manifest.js';
import { count, countsLine, describeRun } from './report.js';
import { runCases, selectCases } from './run-cases.js';
import { table } from './table/table.js';
import { runModelsCommand } from './zoo/models-command.js';

interface Options {
  readonly backend?: readonly string[];
  readonly group?: readonly string[];
  readonly case?: string;
  readonly json?: boolean;
  readonly coverage?: boolean;
  readonly models?: boolean;
}

/** Runs the command and returns its exit status: 1 when a case failed, or none was found. */
export async function exitCode(args: readonly string[]): Promise<number> {
  const program = new Command('goldens')
    .description("Compares every operation with PyTorch's values and gradients.")
    .addOption(listOption('--backend <names>', 'backends, default all but node-gpu', backendNames))
    .addOption(listOption('--group <names>', 'groups of cases, default all'))
    .option('--case <text>', 'only cases whose name contains this')
    .option('--models', 'whole models in place of operations, on backends in Node.js')
    .option('--json', 'print the results as one line of JSON before the last line')
    .option('--coverage', 'write docs/coverage.md; a full run on all backends does so by itself');
  program.parse(args as string[], { from: 'user' });
  const options = program.opts<Options>();
  return options.models ? runModelsCommand(options) : run(options);
}

function listOption(flags: string, description: string, choices?: readonly string[]): Option {
  const parse = (value: string): string[] => {
    const names = value.split(',').map((name) => name.trim());
    const unknown = choices && names.find((name) => !choices.includes(name));
    if (unknown !== undefined) throw new InvalidArgumentError(`Choose from ${choices!.join(', ')}.`);
    return names;
  };
  return new Option(flags, description).argParser(parse);
}

async function run(options: Options): Promise<number> {
  const folder = fixtureFolder();
  const source = await openFolder(folder);
  const cases = selectCases(source.manifest.cases, { groups: options.group, text: options.case });
  const print = options.json ? console.error : console.log; // JSON and the last line alone go to standard output
  print(`${cases.length} cases of ${folder === ownFixtures ? 'the fixtures' : folder}`);
  if (cases.length === 0) {
    const groups = [...new Set(source.manifest.cases.map(({ group }) => group))];
    console.error(`No case is of such a group and name. Groups: ${groups.join(', ')}.`);
  }
  const backends = options.backend ?? usualBackends;
  const results: CaseResult[] = [];
  for (const backend of backends) {
    const start = performance.now();
    const done = await runOn(backend, source, folder, cases, options.backend !== undefined);
    for (const line of describeRun(backend, done, (performance.now() - start) / 1000)) print(line);
    results.push(...done);
  }
  const isFull = !options.backend && !options.group && options.case === undefined && folder === ownFixtures;
  if (options.coverage || (isFull && ranEverywhere(results))) {
    print(`wrote ${await writeCoverage(source.manifest, results, backends)}`);
  }
  const counts = count(results);
  if (options.json) console.log(JSON.stringify({ ...counts, folder, results }));
  console.log(countsLine(counts));
  return counts.failed > 0 || cases.length === 0 ? 1 : 0;
}

/** Whether every backend passed something: none was missing on this machine. */
const ranEverywhere = (results: readonly CaseResult[]): boolean =>
  usualBackends.every((name) =>
    results.some(({ backend, status }) => backend === name && status === 'passed'),
  );

/** Runs cases on a backend. One that can't run here is a reason to skip, or to fail if it was asked for by name. */
async function runOn(
  backend: string,
  source: GoldenSource,
  folder: string,
  cases: readonly GoldenCase[],
  isWanted: boolean,
): Promise<CaseResult[]> {
  const status = isWanted ? 'failed' : 'skipped';
  const missing = (reason: string): CaseResult[] =>
    cases.map((golden) => resultOf(golden, backend, status, [`the backend can't run here: ${reason}`]));
  try {
    if (backend === chromiumBackend) {
      const outcome = await runInChromium(
        folder,
        cases.map(({ id }) => id),
      );
      return 'results' in outcome ? outcome.results : missing(outcome.reason);
    }
    const candidate = await nodeBackends[backend as NodeBackend]();
    const availability = await candidate.probe();
    if (!availability.available) return missing(availability.reason);
    return await runCases(source, cases, table, candidate, backend);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return cases.map((golden) => resultOf(golden, backend, 'failed', [reason]));
  }
}
