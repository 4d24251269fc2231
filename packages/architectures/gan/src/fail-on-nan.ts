import { ArgumentError } from '@neurona/backend';
import { StopOnNaN } from '@neurona/training';

/**
 * Ends a training of a {@link Gan} by an error when numbers are NaN or infinite, and names the network and the layer where it began. Costs and
 * settings are those of `StopOnNaN`.
 * @example
 * new FailOnNaN({ everySteps: 8 }).everySteps; // => 8
 */
export class FailOnNaN extends StopOnNaN {
  override onEnd(): void {
    super.onEnd();
    if (!this.found) return;
    const network = this.found.layer?.split('.')[0] ?? 'a penalty';
    throw new ArgumentError('Gan', {
      expected: 'finite numbers',
      received: `others from the ${network}`,
      where: this.found.message.split('. ')[0],
      hint: 'Try a smaller learning rate of that network, an r1 penalty, or spectralNorm.',
    });
  }
}
