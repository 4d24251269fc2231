// internal: the state to restore if a checkpoint can't be resumed
import type { AnyModule } from '@neurona/layers';
import { defaultGenerator, type Generator, type GeneratorState, noGrad, type Tensor } from '@neurona/tensor';
import type { Steps } from '../loop/steps.js';
import { copyTensor, copyTensors, disposeTensors } from '../loop/tensor-tree.js';

/** Copies of model, optimizers and generators as they are now. */
export class FormerState {
  readonly #weights: readonly (readonly [tensor: Tensor, copy: Tensor])[];
  readonly #optimizers: readonly (readonly [optimizer: Steps, state: unknown])[];
  readonly #generators: readonly (readonly [generator: Generator, state: GeneratorState])[];

  constructor(
    model: AnyModule,
    optimizers: Readonly<Record<string, Steps>>,
    generators: readonly Generator[],
  ) {
    this.#weights = Object.values(model.stateDict()).map((tensor) => [tensor, copyTensor(tensor)] as const);
    this.#optimizers = Object.values(optimizers).map(
      (optimizer) => [optimizer, copyTensors(optimizer.stateDict?.())] as const,
    );
    this.#generators = [defaultGenerator(), ...generators].map(
      (generator) => [generator, generator.state] as const,
    );
  }

  /** Restores everything. */
  restore(): void {
    noGrad(() => {
      for (const [tensor, copy] of this.#weights) tensor.assign(copy);
    });
    for (const [optimizer, state] of this.#optimizers) {
      if (state !== undefined) optimizer.loadStateDict?.(state);
    }
    for (const [generator, state] of this.#generators) generator.state = state;
  }

  dispose(): void {
    disposeTensors(this.#weights.map(([, copy]) => copy));
    disposeTensors(this.#optimizers.map(([, state]) => state));
  }
}
