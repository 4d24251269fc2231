// internal
import type { AnyModule } from '@neurona/layers';

/** Which modules are in training mode: some may be in evaluation mode on purpose, such as frozen normalisations. */
export type Modes = ReadonlyMap<AnyModule, boolean>;

/** The modes of a model and of every module inside. */
export const modesOf = (model: AnyModule): Modes =>
  new Map(Array.from(model.namedModules(), ([, module]) => [module, module.training]));

/** Restores the mode of every module; outer ones first, so that each ends in its own mode. */
export function restoreModes(modes: Modes): void {
  for (const [module, training] of modes) module.train(training);
}
