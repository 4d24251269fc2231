import {
  type Backend,
  checkShape,
  currentBackend,
  type OptionTable,
  type RandomKind,
  type Shape,
  sizeOf,
} from '@neurona/backend';
import { noGrad } from '../autograd/grad-mode.js';
import { finish, zeros } from '../create.js';
import { scoped } from '../memory/scope.js';
import { sharedState } from '../shared-state.js';
import type { Tensor } from '../tensor.js';
import { checkGenerator, defaultGenerator, type Generator } from './generator.js';

/** Settings of functions that draw random numbers. */
export interface RandomOptions {
  /** Where random numbers come from, default the generator that `manualSeed` seeds. */
  readonly rng?: Generator | undefined;
  /** Whether operations on the result are recorded, default false. */
  readonly requiresGrad?: boolean;
  /** Where it lives, default the chosen backend. */
  readonly backend?: Backend | undefined;
}

/** @internal */
export const randomOptions: OptionTable<RandomOptions> = {
  rng: undefined,
  requiresGrad: false,
  backend: undefined,
};

/** @internal Random numbers straight from the device. */
export function draw(subject: string, kind: RandomKind, shape: Shape, options: RandomOptions): Tensor {
  const { rng = defaultGenerator(), backend = currentBackend() } = options;
  const position = checkGenerator(subject, rng).take(sizeOf(checkShape(subject, shape)));
  return finish(backend, backend.kernels.random(kind, shape, position), {});
}

/** @internal Runs what works on random numbers: nothing is recorded, temporaries are freed, the result is a leaf. */
export function drawn(options: RandomOptions, body: () => Tensor): Tensor {
  const result = noGrad(() => scoped(body));
  if (options.requiresGrad) result.requiresGrad = true;
  return result;
}

/** @internal As {@link drawn}; zeros of this shape inside of `withoutDraws`. */
export const drawnFloats = (
  subject: string,
  shape: Shape,
  options: RandomOptions,
  body: () => Tensor,
): Tensor =>
  drawn(options, () => {
    if (!sharedState.undrawn) return body();
    const { rng, backend = currentBackend() } = options;
    if (rng !== undefined) checkGenerator(subject, rng);
    return zeros(checkShape(subject, shape), { backend });
  });
