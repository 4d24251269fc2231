import { ArgumentError } from '@neurona/backend';
import type { TrainingState } from './callback.js';
import { StopOnNaN } from './stop-on-nan.js';

/**
 * Ends a training by an error when numbers are NaN or infinite, also in its last steps, and names the model, its part and the layer where it
 * began. Costs and settings are those of `StopOnNaN`.
 * @example
 * new FailOnNaN({ everySteps: 8 }).everySteps; // => 8
 */
export class FailOnNaN extends StopOnNaN {
  #kind = 'fit';

  override onStart(state: TrainingState): void {
    super.onStart(state);
    this.#kind = state.model.kind;
  }

  override onEnd(): void {
    super.onEnd();
    if (!this.found) return;
    const { layer, message } = this.found;
    throw new ArgumentError(this.#kind, {
      expected: 'finite numbers',
      received: `others from ${layer === undefined ? 'the loss' : layer.split('.')[0] || 'the model'}`,
      where: message.split('. ')[0],
      hint: 'Try a smaller learning rate of that part, and look for NaN in the data.',
    });
  }
}
