import { webgpu } from '@neurona/backend-webgpu';
import type { CaseResult } from '../case-result.js';
import { openGoldens } from '../golden-source.js';
import { runCases } from '../run-cases.js';
import { table } from '../table/table.js';

/** What the page answers: results, or why the backend can't run in this browser. */
export type PageAnswer = { readonly results: CaseResult[] } | { readonly reason: string };

/** Runs the cases with the given names on WebGPU in this browser. */
async function runGoldens(ids: readonly string[], label: string): Promise<PageAnswer> {
  const candidate = webgpu({ software: true });
  const availability = await candidate.probe();
  if (!availability.available) return { reason: availability.reason };
  const source = await openGoldens('goldens/', async (file) => {
    const response = await fetch(`/goldens/${file}`);
    if (!response.ok) throw new Error(`${file}: ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  });
  const wanted = new Set(ids);
  const cases = source.manifest.cases.filter(({ id }) => wanted.has(id));
  return { results: await runCases(source, cases, table, candidate, label) };
}

/** What the driver finds on the page. */
export interface GoldensPage {
  runGoldens: typeof runGoldens;
}

Object.assign(globalThis, { runGoldens } satisfies GoldensPage);
