import type { Table } from '../kinds/kind.js';
import { archBlocks } from './arch-blocks.js';
import { architectureFacts } from './architecture-facts.js';
import { attentionFunctions, attentionModules } from './attention.js';
import { columns } from './columns.js';
import { convFunctions, convModules } from './conv.js';
import { elementwise } from './elementwise.js';
import { embedDropoutFunctions, embedDropoutModules, imageDropouts } from './embed-dropout.js';
import { initFacts } from './init.js';
import { losses } from './losses.js';
import { matmul } from './matmul.js';
import { models } from './models.js';
import { channelNorms, normFunctions, normModules } from './norm.js';
import { optimizers } from './optimizers.js';
import { paddingModules } from './padding.js';
import { poolModules, poolResize } from './pool-resize.js';
import { reductions } from './reductions.js';
import { rnnModules } from './rnn.js';
import { schedules } from './schedules.js';
import { shapeOps } from './shape-ops.js';

/** From PyTorch's names to ours: a file of rows for each group. */
export const table: Table = {
  functions: {
    ...elementwise,
    ...reductions,
    ...matmul,
    ...shapeOps,
    ...losses,
    ...normFunctions,
    ...embedDropoutFunctions,
    ...attentionFunctions,
  },
  imageFunctions: {
    ...columns,
    ...convFunctions,
    ...poolResize,
    ...channelNorms,
    ...imageDropouts,
  },
  modules: {
    ...convModules,
    ...poolModules,
    ...paddingModules,
    ...normModules,
    ...embedDropoutModules,
    ...rnnModules,
    ...attentionModules,
    ...archBlocks,
  },
  models,
  optimizers,
  schedules,
  facts: { ...initFacts, ...architectureFacts },
};
