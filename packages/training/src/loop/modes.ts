// internal
import type { AnyModule } from '@neurona/layers';

/** Which modules are in training mode: some may stand in evaluation mode on purpose, as frozen normalisations do. */
export type Modes = ReadonlyMap<AnyModule, boolean>;

/** The modes of a model and of every module inside. */
export const modesOf = (model: AnyModule): Modes =>
  new Map(Array.from(model.namedModules(), ([, module]) => [module, module.training]));

/** Puts every module back into its mode; outer ones come first, so that each has the last word about itself. */
export function restoreModes(modes: Modes): void {
  for (const [module, training] of modes) module.train(training);
}
