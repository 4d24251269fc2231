import {
  ArgumentError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  sameShape,
} from '@neurona/backend';
import { noGrad, own, type Parameter, scoped, type Tensor } from '@neurona/tensor';
import type { AnyOptimizer, OptimizerOptions, OptimizerState } from './optimizer.js';
import type { Group } from './param-groups.js';

/** Settings of {@link Lookahead}. */
export interface LookaheadOptions {
  /** Steps of the inner optimizer between two updates of the slow weights, default 5. */
  readonly steps?: number;
  /** Step size of the slow weights towards the fast ones, default 0.5. */
  readonly alpha?: number;
}

const lookaheadOptions: OptionTable<LookaheadOptions> = {
  steps: 5,
  alpha: 0.5,
};

/**
 * Lookahead: wraps an optimizer. Every few steps, slow weights move part of the way to its weights, and it continues from there.
 *
 *     slow = slow + alpha (p - slow)        p = slow        every `steps` steps
 *
 * @param optimizer - The inner optimizer; its state is kept.
 * @throws {@link ArgumentError} if `steps` is not an integer of at least 1, or `alpha` not in (0, 1].
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new Lookahead(new SGD([p], { learningRate: 0.1 }), { steps: 1 });
 * p.square().backward();
 * optimizer.step();
 * await p.item(); // => 0.9
 * @see Zhang et al., "Lookahead Optimizer: k steps forward, 1 step back", 2019, arXiv:1907.08610
 */
export class Lookahead implements AnyOptimizer {
  readonly optimizer: AnyOptimizer;
  readonly steps: number;
  readonly alpha: number;
  readonly #params: readonly Parameter[];
  readonly #slow: readonly Tensor[];
  #count = 0;

  constructor(optimizer: AnyOptimizer, options: LookaheadOptions = {}) {
    const { steps = 5, alpha = 0.5 } = checkOptions('Lookahead', options, lookaheadOptions);
    if (!Number.isInteger(steps) || steps < 1) {
      throw new ArgumentError('Lookahead', {
        expected: 'steps to be an integer of at least 1',
        received: steps,
      });
    }
    if (!(alpha > 0 && alpha <= 1)) {
      throw new ArgumentError('Lookahead', { expected: 'alpha in (0, 1]', received: alpha });
    }
    if (!Array.isArray(optimizer?.groups)) {
      throw new ArgumentError('Lookahead', { expected: 'an optimizer with groups', received: optimizer });
    }
    this.optimizer = optimizer;
    this.steps = steps;
    this.alpha = alpha;
    this.#params = optimizer.groups.flatMap(({ params }) => params);
    this.#slow = noGrad(() => this.#params.map((param) => own(scoped(() => param.detach().clone()))));
  }

  get groups(): readonly Group<Required<OptimizerOptions>>[] {
    return this.optimizer.groups;
  }

  get learningRate(): number {
    return this.optimizer.learningRate;
  }

  set learningRate(value: number) {
    this.optimizer.learningRate = value;
  }

  /** One step of the inner optimizer; after `steps` of them, one of the slow weights. */
  step(): void {
    this.optimizer.step();
    if (++this.#count % this.steps !== 0) return;
    noGrad(() => {
      for (const [i, slow] of this.#slow.entries()) {
        const param = this.#params[i]!;
        scoped(() => {
          slow.assign(slow.add(param.sub(slow).mul(this.alpha)));
          param.assign(slow);
        });
      }
    });
  }

  /** Clears all gradients. */
  zeroGrad(): void {
    this.optimizer.zeroGrad();
  }

  /** State of the inner optimizer, the slow weights, and the count of steps as the last of `steps`. */
  stateDict(): OptimizerState {
    const inner = this.optimizer.stateDict();
    const slow = Object.fromEntries(this.#slow.map((tensor, i) => [`slow.${i}`, tensor]));
    return {
      ...inner,
      name: `Lookahead(${inner.name})`,
      steps: [...inner.steps, this.#count],
      tensors: { ...inner.tensors, ...slow },
    };
  }

  /**
   * Restores the state of another one over the same parameters. The tensors are copied. Nothing is changed unless everything
   * fits.
   * @throws {@link ArgumentError} if the state is another optimizer's or its parameters differ in number or shape.
   */
  loadStateDict(saved: OptimizerState): void {
    const subject = 'Lookahead.loadStateDict';
    checkArgument(subject, 'the state', saved, 'record', 'Pass what stateDict() returned.');
    const name = /^Lookahead\((.*)\)$/.exec(saved.name)?.[1];
    if (name === undefined) {
      throw new ArgumentError(subject, { expected: 'state of Lookahead', received: saved.name });
    }
    for (const [i, slow] of this.#slow.entries()) {
      const value = saved.tensors[`slow.${i}`];
      if (value && sameShape(value.shape, slow.shape)) continue;
      throw new ArgumentError(subject, {
        expected: `slow weights of shape ${describeShape(slow.shape)}`,
        received: value ? describeShape(value.shape) : 'none',
        where: `position ${i}`,
      });
    }
    const inner = Object.entries(saved.tensors).filter(([key]) => !key.startsWith('slow.'));
    this.optimizer.loadStateDict({
      ...saved,
      name,
      steps: saved.steps.slice(0, -1),
      tensors: Object.fromEntries(inner),
    });
    for (const [i, slow] of this.#slow.entries()) slow.assign(saved.tensors[`slow.${i}`]!);
    this.#count = saved.steps.at(-1)!;
  }

  /** Frees slow weights and state; the parameters stay. */
  dispose(): void {
    for (const slow of this.#slow) slow.dispose();
    this.optimizer.dispose();
  }
}
