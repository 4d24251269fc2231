import { ArgumentError } from '@neurona/backend';
import { ELU, GELU, LeakyReLU, type Module, ReLU, SELU, Sigmoid, SiLU, Tanh } from '@neurona/layers';

const makers = {
  none: (): Module[] => [],
  relu: (): Module[] => [new ReLU()],
  leakyReLU: (): Module[] => [new LeakyReLU()],
  elu: (): Module[] => [new ELU()],
  selu: (): Module[] => [new SELU()],
  gelu: (): Module[] => [new GELU()],
  silu: (): Module[] => [new SiLU()],
  sigmoid: (): Module[] => [new Sigmoid()],
  tanh: (): Module[] => [new Tanh()],
};

/** What follows a layer of an autoencoder, by name. */
export type AutoencoderActivation = keyof typeof makers;

/**
 * @internal The modules of an activation: one, or none.
 * @throws {@link ArgumentError} if there is no such activation.
 */
export function activationsOf(subject: string, option: string, name: AutoencoderActivation): Module[] {
  if (Object.hasOwn(makers, name)) return makers[name]();
  throw new ArgumentError(subject, {
    expected: `${option} to be one of ${Object.keys(makers).join(', ')}`,
    received: name,
  });
}
