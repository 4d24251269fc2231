import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Backend, type BackendCandidate, useBackend } from '@neurona/backend';
import type { CaseResult } from '../case-result.js';
import { type HostArray, readSafetensors } from '../safetensors.js';
import { zoo } from './architectures.js';
import { compareOutput, type Values } from './compare-output.js';
import { type ModelCase, parseModelManifest } from './model-case.js';
import { runCheckpoint } from './run-checkpoint.js';
import { runZoo } from './run-zoo.js';

/** A folder of whole models. */
export interface ModelFolder {
  readonly path: string;
  readonly cases: readonly ModelCase[];
  /** Expected tensors by `<case id>/<output>`. */
  readonly expected: ReadonlyMap<string, HostArray>;
}

/** Opens a folder of whole models. */
export async function openModels(path: string): Promise<ModelFolder> {
  const cases = parseModelManifest(await readFile(join(path, 'manifest.json'), 'utf8'));
  const file = 'outputs.safetensors';
  return { path, cases, expected: readSafetensors(await readFile(join(path, file)), file) };
}

/** Runs cases one after the other on a backend; those whose architecture has no row yet are skipped, with the reason. */
export async function runModels(
  folder: ModelFolder,
  cases: readonly ModelCase[],
  candidate: BackendCandidate,
  label: string = candidate.name,
): Promise<CaseResult[]> {
  const backend = await useBackend(candidate);
  const results: CaseResult[] = [];
  for (const golden of cases) results.push(await runModel(folder, golden, backend, label));
  backend.dispose();
  return results;
}

async function runModel(
  folder: ModelFolder,
  golden: ModelCase,
  backend: Backend,
  label: string,
): Promise<CaseResult> {
  const { id, kind, callable } = golden;
  const result = { id, group: kind, callable, backend: label, use: 0 };
  try {
    const outputs = await outputsOf(folder, golden, backend);
    if (!outputs) {
      const reasons = [
        `${callable} is not covered yet: it has no row in architectures.ts or language-models.ts`,
      ];
      return { ...result, status: 'skipped', reasons };
    }
    let use = 0;
    const reasons = golden.outputs.flatMap((name) => {
      const expected = folder.expected.get(`${id}/${name}`);
      if (!expected) return [`${name}: no such tensor in the file`];
      const comparison = compareOutput(outputs.get(name)!, expected, golden.tolerance);
      use = Math.max(use, comparison.use);
      return comparison.problem ? [`${name}: ${comparison.problem}`] : [];
    });
    return { ...result, status: reasons.length === 0 ? 'passed' : 'failed', reasons, use };
  } catch (error) {
    return { ...result, status: 'failed', reasons: [error instanceof Error ? error.message : String(error)] };
  }
}

/** The results by name; undefined where no row makes the architecture. */
async function outputsOf(
  { path }: ModelFolder,
  golden: ModelCase,
  backend: Backend,
): Promise<Map<string, Values> | undefined> {
  if (golden.kind === 'zoo') {
    const row = Object.hasOwn(zoo, golden.callable) ? zoo[golden.callable] : undefined;
    return row && (await runZoo(golden, row, backend));
  }
  return runCheckpoint(golden, path, backend);
}
