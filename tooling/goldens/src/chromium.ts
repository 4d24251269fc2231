import type { CaseResult } from './case-result.js';

/** Results from the browser, or why there is none. */
export type ChromiumOutcome = { readonly results: CaseResult[] } | { readonly reason: string };

export async function runInChromium(_folder: string, _ids: readonly string[]): Promise<ChromiumOutcome> {
  return { reason: 'todo' };
}
