import { ArgumentError, checkArgument } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import { Adagrad, Adam, AdamW, NAdam, RMSprop, Rprop, SGD } from '@neurona/optimizers';
import { Parameter } from '@neurona/tensor';
import type { Steps } from './steps.js';

const optimizers = {
  adagrad: Adagrad,
  adam: Adam,
  adamW: AdamW,
  nadam: NAdam,
  rmsprop: RMSprop,
  rprop: Rprop,
  sgd: SGD,
};

/** Optimizers of `@neurona/optimizers` that can be passed by name, with their default settings. */
export type OptimizerName = keyof typeof optimizers;

/** An optimizer, and whether it was made for this training. */
export interface ChosenOptimizer {
  readonly optimizer: Steps & { dispose?(): void };
  readonly isOwn: boolean;
}

/**
 * @internal The optimizer of a name, or the optimizer itself.
 * @throws {@link ArgumentError} if it is none, it is of another model, or its step needs a closure.
 */
export function optimizerOf(
  model: AnyModule,
  optimizer: Steps | OptimizerName,
  learningRate: number | undefined,
): ChosenOptimizer {
  if (typeof optimizer === 'string' && Object.hasOwn(optimizers, optimizer)) {
    const settings = learningRate === undefined ? {} : { learningRate };
    return { optimizer: new optimizers[optimizer](model.parameters(), settings), isOwn: true };
  }
  if (typeof optimizer !== 'object' || optimizer === null || typeof optimizer.step !== 'function') {
    throw new ArgumentError('fit', {
      expected: `an optimizer, or one of ${Object.keys(optimizers).join(', ')}`,
      received: optimizer,
      hint: 'Pass new Adam(model.parameters(), { learningRate: 1e-3 }), or the name with a learningRate.',
    });
  }
  if ('needsClosure' in optimizer) {
    throw new ArgumentError('fit', {
      expected: 'an optimizer that steps by one gradient',
      received: 'one whose step evaluates the loss several times, as LBFGS',
      hint: 'Write a loop: await optimizer.step(() => { optimizer.zeroGrad(); const loss = …; loss.backward(); return loss; }).',
    });
  }
  if (learningRate !== undefined) {
    throw new ArgumentError('fit', {
      expected: 'a learningRate only where the optimizer is given by its name',
      received: learningRate,
      hint: 'Pass it to the optimizer: new Adam(model.parameters(), { learningRate }).',
    });
  }
  checkParameters(model, optimizer);
  return { optimizer, isOwn: false };
}

/** What an optimizer changes, where it says so. */
export function parametersOf(optimizer: Steps): Parameter[] {
  checkArgument('parametersOf', 'optimizer', optimizer, 'record');
  const { groups } = optimizer as { groups?: readonly { readonly params?: unknown }[] };
  const known = groups?.flatMap(({ params }) => (Array.isArray(params) ? params : [])) ?? [];
  return known.filter((item): item is Parameter => item instanceof Parameter);
}

function checkParameters(model: AnyModule, optimizer: Steps): void {
  const [own, changed] = [new Set(model.parameters()), parametersOf(optimizer)];
  if (own.size === 0 || changed.length === 0 || changed.some((parameter) => own.has(parameter))) return;
  throw new ArgumentError('fit', {
    expected: 'an optimizer of the parameters of this model',
    received: `one of ${changed.length} parameters, none of which is the model's`,
    hint: 'Make it anew from model.parameters() of the model that is trained.',
  });
}
