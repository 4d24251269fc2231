import { type AnyModule, checkModule } from './module.js';

/**
 * Remembers whether a model and each module inside is in training mode: some may be in evaluation mode on purpose, such as frozen
 * norms.
 * @returns A function that puts each back into the mode in which it was.
 * @example
 * const model = new Sequential(new Linear(2, 2), new Dropout(0.5).eval());
 * const restoreModes = rememberModes(model);
 * model.eval();
 * restoreModes();
 * [model.training, model.layers[1].training]; // => [true, false]
 */
export function rememberModes(model: AnyModule): () => void {
  const modes = Array.from(
    checkModule('rememberModes', model).namedModules(),
    ([, module]) => [module, module.training] as const,
  );
  return () => {
    for (const [module, training] of modes) module.train(training); // outer ones first, so that each ends in its own mode
  };
}
