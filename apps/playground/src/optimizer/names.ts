/** The optimizers of the pages, in the order of the menu. */
export const optimizerNames = [
  'sgd',
  'momentum',
  'nesterov',
  'adagrad',
  'adadelta',
  'rmsprop',
  'adam',
  'adamw',
] as const;

/** One of them. */
export type OptimizerName = (typeof optimizerNames)[number];

/** Those whose update is shown from inside. */
export const shownOptimizers = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adadelta', 'adam'] as const;

/** One of them. */
export type ShownOptimizer = (typeof shownOptimizers)[number];
