/** Groups of cases that the table covers; cases of other groups are counted as skipped. */
export const coveredGroups: readonly string[] = [
  'elementwise',
  'reductions',
  'matmul',
  'shape_ops',
  'conv',
  'pool_resize',
  'losses',
  'norm',
  'embed_dropout',
  'init',
  'rnn',
  'attention',
  'arch_blocks',
  'optimizers',
  'grad_clip',
  'schedulers',
];
