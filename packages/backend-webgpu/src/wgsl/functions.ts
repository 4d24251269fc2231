// internal
import { arithmetic } from './arithmetic.js';
import { bits } from './bits.js';
import { exponentials } from './exponentials.js';
import { trigonometry } from './trigonometry.js';
import type { WGSLFunction } from './wgsl-function.js';

/**
 * Functions of float32 with float32's accuracy: drivers' own may be off by thousands of units in the last place, and drop NaN and
 * infinity. Names end in `_` so as not to hide WGSL's.
 */
const functions: Readonly<Record<string, WGSLFunction>> = {
  ...bits,
  ...exponentials,
  ...trigonometry,
  ...arithmetic,
};

/** The functions that a piece of WGSL calls, and those that they call, in an order that reads well. */
export function functionsFor(code: string): string {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    for (const need of functions[name]?.needs ?? []) visit(need);
    found.add(name);
  };
  for (const name of Object.keys(functions)) if (code.includes(`${name}(`)) visit(name);
  return [...found].map((name) => functions[name]!.code).join('\n');
}
