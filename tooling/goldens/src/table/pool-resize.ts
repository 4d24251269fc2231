import type { FunctionRow } from '../kinds/kind.js';

export const poolResize: Readonly<Record<string, FunctionRow>> = {};
