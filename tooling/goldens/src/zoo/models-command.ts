import { access } from 'node:fs/promises';
import { type NodeBackend, nodeBackends } from '../backends.js';
import type { CaseResult } from '../case-result.js';
import { modelFolder } from '../fixture-folder.js';
import { count, countsLine, describeRun } from '../report.js';
import { openModels, runModels } from './run-models.js';

/** Which whole models are run, where, and how results are printed. */
export interface ModelsOptions {
  /** Backends by name, default all that run in Node.js. */
  readonly backend?: readonly string[];
  /** Kinds of cases: zoo, checkpoint. Default both. */
  readonly group?: readonly string[];
  /** Part of a case's name. */
  readonly case?: string;
  readonly json?: boolean;
}

/** Runs whole models and returns the exit status: 1 when a case failed, or none was found. */
export async function runModelsCommand(options: ModelsOptions): Promise<number> {
  const print = options.json ? console.error : console.log;
  const path = modelFolder();
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    console.error(`There is no folder of models ${path}. Set NEURONA_MODELS to one.`);
    return 1;
  }
  const folder = await openModels(path);
  const cases = folder.cases.filter(
    ({ id, kind }) => (options.group?.includes(kind) ?? true) && id.includes(options.case ?? ''),
  );
  print(`${cases.length} models of ${path}`);
  const results: CaseResult[] = [];
  for (const backend of options.backend ?? Object.keys(nodeBackends)) {
    const start = performance.now();
    const candidate = await nodeBackends[backend as NodeBackend]?.();
    const availability = await candidate?.probe();
    if (!candidate || !availability?.available) {
      const reason = availability && 'reason' in availability ? availability.reason : 'models run in Node.js';
      const status = options.backend ? 'failed' : 'skipped';
      const reasons = [`the backend can't run here: ${reason}`];
      for (const { id, kind: group, callable } of cases)
        results.push({ id, group, callable, backend, status, reasons, use: 0 });
    } else {
      results.push(...(await runModels(folder, cases, candidate, backend)));
    }
    const own = results.filter((result) => result.backend === backend);
    for (const line of describeRun(backend, own, (performance.now() - start) / 1000)) print(line);
  }
  const counts = count(results);
  if (options.json) console.log(JSON.stringify({ ...counts, folder: path, results }));
  console.log(countsLine(counts));
  return counts.failed > 0 || cases.length === 0 ? 1 : 0;
}
