// internal

interface Modular {
  namedModules(): Iterable<readonly [path: string, module: Mode]>;
}

interface Mode {
  readonly training: boolean;
  train(training: boolean): unknown;
}

/**
 * Calls a model in evaluation mode: between two tokens a training may go on. A token model need not be a `Module` of layers, which
 * this package doesn't depend on.
 */
export function inEvaluationMode<T>(model: object, body: () => T): T {
  if (!isModular(model)) return body();
  const modes = Array.from(model.namedModules(), ([, module]) => [module, module.training] as const);
  const isTraining = modes.some(([, training]) => training);
  if (isTraining) for (const [module] of modes) module.train(false);
  try {
    return body();
  } finally {
    if (isTraining) for (const [module, training] of modes) module.train(training); // outer ones first
  }
}

const isModular = (model: object): model is Modular => 'namedModules' in model;
