// internal

interface Modular {
  namedModules(): Iterable<readonly [path: string, module: Mode]>;
}

interface Mode {
  readonly training: boolean;
  train(training: boolean): unknown;
}

/** Calls a model whose modules, if it has any, are in evaluation mode meanwhile: between two tokens a training may go on. */
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
