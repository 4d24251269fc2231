import { fullLike, type Parameter, type Tensor, zerosLike } from '@neurona/tensor';
import { Optimizer, type OptimizerOptions, type StateOf, type StepInfo, type Update } from './optimizer.js';
import type { Params } from './param-groups.js';

/** Settings of {@link Rprop}. */
export interface RpropOptions extends OptimizerOptions {
  /** Size of the first step of each weight, default 0.01. */
  readonly learningRate?: number;
  /** What a step size is multiplied by when the gradient's sign has changed, and when it has not; default [0.5, 1.2]. */
  readonly etas?: readonly [decrease: number, increase: number];
  /** The smallest and the largest step size, default [1e-6, 50]. */
  readonly stepSizes?: readonly [least: number, most: number];
}

type Settings = Required<RpropOptions>;
type State = 'previous' | 'stepSize';

const defaults: Settings = {
  learningRate: 0.01,
  etas: [0.5, 1.2],
  stepSizes: [1e-6, 50],
  weightDecay: 0,
  maximize: false,
  fused: true,
};

/**
 * Resilient propagation: each weight has a step size of its own, and of its gradient only the sign counts. So steps are neither too large
 * where gradients explode nor too small where they vanish. It is for gradients of all data, not of small batches, whose signs change at random.
 *
 *     η = η · etas[1] where g · g_before > 0,  η · etas[0] where it is < 0, and there g = 0;  η in stepSizes
 *     p = p - sign(g) · η
 *
 * @param params - Parameters, or groups of them with custom settings.
 * @throws {@link ArgumentError} unless 0 < etas[0] < 1 < etas[1] and 0 ≤ stepSizes[0] ≤ stepSizes[1].
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new Rprop([p], { learningRate: 0.1 });
 * for (let i = 0; i < 2; i++) {
 *   optimizer.zeroGrad();
 *   p.square().backward();
 *   optimizer.step(); // by 0.1, then by 0.12
 * }
 * await p.item(); // => 0.78
 * @see Riedmiller, Braun, "A Direct Adaptive Method for Faster Backpropagation Learning: The RPROP Algorithm", 1993
 * @see Igel, Hüsken, "Improving the Rprop Learning Algorithm", 2000: the variant iRprop-, which PyTorch has too
 */
export class Rprop extends Optimizer<State, Settings> {
  constructor(params: Params<RpropOptions>, options: RpropOptions = {}) {
    super(params, options, defaults);
  }

  protected override get algorithm(): string {
    return 'Rprop';
  }

  protected override check(settings: Settings): void {
    super.check(settings);
    const { etas, stepSizes } = settings;
    const isPair = (pair: unknown): boolean => Array.isArray(pair) && pair.length === 2;
    const [decrease, increase] = etas;
    this.require(
      'etas with 0 < etas[0] < 1 < etas[1]',
      isPair(etas) && decrease > 0 && decrease < 1 && increase > 1,
      etas,
    );
    const [least, most] = stepSizes;
    this.require(
      'stepSizes with 0 ≤ stepSizes[0] ≤ stepSizes[1]',
      isPair(stepSizes) && least >= 0 && least <= most,
      stepSizes,
    );
  }

  protected override stateNames(): readonly State[] {
    return ['previous', 'stepSize'];
  }

  protected override init(name: State, param: Parameter, { learningRate }: Settings): Tensor {
    return name === 'stepSize' ? fullLike(param, learningRate) : zerosLike(param);
  }

  protected override update(
    grad: Tensor,
    state: StateOf<State>,
    { etas: [decrease, increase], stepSizes: [min, max], weightDecay }: StepInfo<Settings>,
    param: Parameter,
  ): Update<State> {
    const sign = this.decayed(grad, param, weightDecay).sign();
    const agreement = sign.mul(state.previous); // 1, 0 or -1
    const isBack = agreement.less(0);
    const factor = isBack.where(decrease, agreement.greater(0).where(increase, 1));
    const stepSize = state.stepSize.mul(factor).clamp({ min, max });
    const previous = isBack.where(0, sign); // only its sign is needed
    return { delta: previous.mul(stepSize), state: { previous, stepSize } };
  }
}
