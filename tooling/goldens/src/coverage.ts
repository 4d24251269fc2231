import type { CaseResult } from './case-result.js';
import type { Manifest } from './manifest.js';

export async function writeCoverage(_m: Manifest, _r: readonly CaseResult[], _b: readonly string[]): Promise<string> {
  return 'todo';
}
