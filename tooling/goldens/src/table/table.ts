import type { FunctionRow, ModuleRow, Table } from '../kinds/kind.js';
import { convFunctions, convModules } from './conv.js';
import { elementwise } from './elementwise.js';
import { matmul } from './matmul.js';
import { poolResize } from './pool-resize.js';
import { reductions } from './reductions.js';
import { shapeOps } from './shape-ops.js';

/** The functions of each group. */
export const functionRows: Readonly<Record<string, Readonly<Record<string, FunctionRow>>>> = {
  elementwise,
  reductions,
  matmul,
  shape_ops: shapeOps,
  conv: convFunctions,
  pool_resize: poolResize,
};

/** The modules of each group. */
export const moduleRows: Readonly<Record<string, Readonly<Record<string, ModuleRow>>>> = {
  conv: convModules,
};

/** From PyTorch's names to ours. */
export const table: Table = {
  functions: Object.assign({}, ...Object.values(functionRows)),
  modules: Object.assign({}, ...Object.values(moduleRows)),
};
