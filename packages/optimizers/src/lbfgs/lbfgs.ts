import {
  ArgumentError,
  checkArgument,
  describeShape,
  type OptionTable,
  withDefaults,
} from '@neurona/backend';
import {
  dot,
  isTensor,
  noGrad,
  own,
  type Parameter,
  scoped,
  stack,
  type Tensor,
  zeros,
} from '@neurona/tensor';
import type { OptimizerState } from '../optimizer.js';
import { checkParams, type Group, type Params, toGroups } from '../param-groups.js';
import { CurvatureHistory } from './curvature-history.js';
import { type LinePoint, strongWolfe } from './strong-wolfe.js';
import { flatGradient, flatValues, ownVector, readScalars, setValues } from './vectors.js';

/** Settings of {@link LBFGS}. */
export interface LBFGSOptions {
  /** Step size, default 1; with a line search the first step that is tried. */
  readonly learningRate?: number;
  /** Most iterations in one call of `step`, default 20. */
  readonly maxIter?: number;
  /** Most evaluations of the loss in one call of `step`, default 1.25 · `maxIter`. */
  readonly maxEval?: number;
  /** Ends when no gradient is larger, default 1e-7. */
  readonly toleranceGrad?: number;
  /** Ends when neither a parameter nor the loss changes by more, default 1e-9. */
  readonly toleranceChange?: number;
  /** How many moves are remembered, each with two numbers a parameter; default 100. */
  readonly historySize?: number;
  /** How the length of a step is searched: default not at all. */
  readonly lineSearchFn?: 'strongWolfe' | undefined;
}

type Settings = Required<Omit<LBFGSOptions, 'maxEval' | 'lineSearchFn'>> &
  Pick<LBFGSOptions, 'maxEval' | 'lineSearchFn'>;

const defaults = {
  learningRate: 1,
  maxIter: 20,
  maxEval: undefined,
  toleranceGrad: 1e-7,
  toleranceChange: 1e-9,
  historySize: 100,
  lineSearchFn: undefined,
} satisfies OptionTable<LBFGSOptions>;

/** A saved {@link LBFGS}: `steps` are its iterations and evaluations. */
export interface LBFGSState extends OptimizerState {
  /** The last step size, the scale of the inverse Hessian, and 1 / (y · s) of each remembered move. */
  readonly numbers: {
    readonly stepSize: number;
    readonly scale: number;
    readonly weights: readonly number[];
  };
}

/**
 * L-BFGS: a quasi-Newton method for small problems whose whole loss can be evaluated, in few steps and to many digits.
 *
 *     s = p_k - p_{k-1}        y = ∂L/∂p_k - ∂L/∂p_{k-1}        of the last `historySize` moves
 *     d = -H ∂L/∂p             H: the inverse Hessian that the pairs (s, y) tell
 *     p = p + t d              t = learningRate, or by a search that fulfils the strong Wolfe conditions
 *
 * Each call of `step` makes up to `maxIter` such moves, and evaluates the loss as often as it needs. It decides by numbers, so
 * it waits for the device at each: `await optimizer.step(closure)` in a loop of your own, not in `fit`. The closure must return the
 * same loss for the same parameters: all data in one batch, no dropout.
 * @throws {@link ArgumentError} if there are no parameters, several groups, or a setting is out of range.
 * @example
 * const p = new Parameter(tensor([3, -4]));
 * const optimizer = new LBFGS([p], { lineSearchFn: 'strongWolfe' });
 * await optimizer.step(() => {
 *   optimizer.zeroGrad();
 *   const loss = p.sub(1).square().sum();
 *   loss.backward();
 *   return loss;
 * }); // => 29
 * await p.data(); // => [1, 1]
 * @see Liu, Nocedal, "On the limited memory BFGS method for large scale optimization", 1989
 */
export class LBFGS {
  /** Its step takes a function that evaluates the loss. */
  readonly needsClosure = true;
  readonly groups: readonly [Group<Settings>];
  readonly #history = new CurvatureHistory();
  #direction: Tensor | undefined;
  #gradient: Tensor | undefined; // at the last iteration
  #stepSize = 0;
  #iterations = 0;
  #evaluations = 0;
  #isRunning = false;

  constructor(params: Params<LBFGSOptions>, options: LBFGSOptions = {}) {
    const [group, ...others] = toGroups<LBFGSOptions>('LBFGS', params);
    if (others.length > 0)
      throw new ArgumentError('LBFGS', {
        expected: 'parameters, or one group of them',
        received: `${others.length + 1} groups`,
        hint: 'It sees all parameters as one vector, with the same settings.',
      });
    const { params: list, ...own } = group!;
    const settings = withDefaults('LBFGS', own, withDefaults('LBFGS', options, defaults)) as Settings;
    checkSettings(settings);
    this.groups = [{ settings, params: [...list] }];
    checkParams('LBFGS', [], this.groups);
  }

  get learningRate(): number {
    return this.groups[0].settings.learningRate;
  }

  set learningRate(learningRate: number) {
    this.groups[0].settings = { ...this.groups[0].settings, learningRate };
  }

  /**
   * Moves the parameters up to `maxIter` times.
   * @param closure - Forgets the gradients, evaluates the loss, calls `backward()` and returns the loss. It runs in a memory scope.
   * @returns The loss before the first move.
   * @throws {@link ArgumentError} if `closure` is no such function, or another step is not over yet.
   */
  async step(closure: () => Tensor): Promise<number> {
    const wrong = (expected: string, received: unknown, hint: string): ArgumentError =>
      new ArgumentError('LBFGS.step', { expected, received, hint });
    if (typeof closure !== 'function')
      throw wrong(
        'a function that evaluates the loss',
        closure,
        'Pass () => { optimizer.zeroGrad(); const loss = …; loss.backward(); return loss; }.',
      );
    if (this.#isRunning)
      throw wrong('one step at a time', 'a call during another', 'Write await optimizer.step(closure).');
    this.#isRunning = true;
    try {
      return await this.#minimise(closure);
    } finally {
      this.#isRunning = false;
    }
  }

  async #minimise(closure: () => Tensor): Promise<number> {
    const { learningRate, maxIter, maxEval, toleranceGrad, toleranceChange } = this.groups[0].settings;
    const lastEvaluation = this.#evaluations + (maxEval ?? Math.floor(maxIter * 1.25));
    let point = await this.#evaluate(closure, 0);
    const { loss: firstLoss } = point;
    try {
      for (let i = 1; i <= maxIter && point.largest > toleranceGrad; i++) {
        const { gradient, loss } = point;
        await this.#turn(gradient);
        const direction = this.#direction!;
        const [derivative, total, directionSize] = (await readScalars(() => [
          dot(gradient, direction),
          gradient.abs().sum(),
          direction.abs().max(),
        ])) as [number, number, number];
        this.#stepSize = this.#iterations === 1 ? Math.min(1, 1 / total) * learningRate : learningRate;
        if (derivative > -toleranceChange) break;
        point = await this.#move(closure, { ...point, step: 0, derivative }, directionSize, i === maxIter);
        const isDone =
          this.#evaluations >= lastEvaluation ||
          directionSize * Math.abs(this.#stepSize) <= toleranceChange ||
          Math.abs(point.loss - loss) < toleranceChange;
        if (isDone) break;
      }
    } finally {
      if (point.gradient !== this.#gradient) point.gradient.dispose();
    }
    return firstLoss;
  }

  /** Moves the parameters along the direction; returns the point where they are then, after the last move the one before. */
  async #move(
    closure: () => Tensor,
    from: LinePoint,
    directionSize: number,
    isLast: boolean,
  ): Promise<LinePoint> {
    const { params, settings } = this.groups[0];
    const direction = this.#direction!;
    const start = ownVector(() => flatValues(params));
    const moveTo = (step: number): void => setValues(params, () => start.add(direction.mul(step)));
    const evaluate = (step: number): Promise<LinePoint> => {
      moveTo(step);
      return this.#evaluate(closure, step, direction);
    };
    try {
      if (settings.lineSearchFn) {
        const found = await strongWolfe(evaluate, from, this.#stepSize, directionSize);
        this.#stepSize = found.step;
        moveTo(found.step);
        return found;
      }
      if (!isLast) return await evaluate(this.#stepSize);
      moveTo(this.#stepSize);
      return from; // nobody asks for the loss there
    } catch (error) {
      setValues(params, () => start);
      throw error;
    } finally {
      start.dispose();
    }
  }

  /** A new direction by the gradient here, and what it and the last one tell about the curvature. */
  async #turn(gradient: Tensor): Promise<void> {
    const [direction, last] = [this.#direction, this.#gradient];
    this.#iterations++;
    if (direction && last) {
      const change = ownVector(() => gradient.sub(last));
      const move = ownVector(() => direction.mul(this.#stepSize));
      await this.#history.add(change, move, this.groups[0].settings.historySize);
    }
    this.#direction = this.#history.directionFor(gradient);
    direction?.dispose();
    this.#gradient = gradient;
    if (last !== gradient) last?.dispose();
  }

  /** Loss and gradient where the parameters are now. */
  async #evaluate(closure: () => Tensor, step: number, direction?: Tensor): Promise<LinePoint> {
    const { params } = this.groups[0];
    this.#evaluations++;
    const { gradient, numbers } = scoped(() => {
      const loss = closure();
      checkLoss(loss, params);
      return noGrad(() => {
        const flat = flatGradient(params);
        const along = direction ? dot(flat, direction) : zeros([]);
        return { gradient: flat, numbers: stack([loss.reshape([]), along, flat.abs().max()]) };
      });
    });
    own(gradient);
    own(numbers);
    const [loss, derivative, largest] = Array.from(await numbers.data(), Number) as [number, number, number];
    numbers.dispose();
    return { step, loss, derivative, gradient, largest };
  }

  /** Forgets all gradients. */
  zeroGrad(): void {
    for (const param of this.groups[0].params) {
      param.grad?.dispose();
      param.grad = undefined;
    }
  }

  /** Settings, counts, and what is known of the curvature; the tensors are the optimizer's own. */
  stateDict(): LBFGSState {
    const { settings, params } = this.groups[0];
    const { tensors, weights, scale } = this.#history.save();
    return {
      name: 'LBFGS',
      groups: [{ settings: { ...settings }, params: params.map((_, i) => i) }],
      steps: [this.#iterations, this.#evaluations],
      numbers: { stepSize: this.#stepSize, scale, weights },
      tensors: {
        ...(this.#direction && { direction: this.#direction }),
        ...(this.#gradient && { gradient: this.#gradient }),
        ...tensors,
      },
    };
  }

  /**
   * Goes on where another one, over the same parameters, stopped. The tensors are copied. Nothing is changed unless everything fits.
   * @throws {@link ArgumentError} if the state is another optimizer's, or of other parameters.
   */
  loadStateDict(saved: LBFGSState): void {
    checkState(saved, this.groups[0].params);
    const { tensors, numbers, steps, groups } = saved;
    const copy = (tensor: Tensor | undefined): Tensor | undefined =>
      tensor && ownVector(() => tensor.clone());
    const [direction, gradient] = [copy(tensors.direction), copy(tensors.gradient)];
    const { weights, scale, stepSize } = numbers;
    this.#history.load(tensors, weights, scale);
    this.#direction?.dispose();
    this.#gradient?.dispose();
    this.#direction = direction;
    this.#gradient = gradient;
    this.#stepSize = stepSize;
    this.#iterations = steps[0]!;
    this.#evaluations = steps[1]!;
    this.groups[0].settings = { ...this.groups[0].settings, ...groups[0]!.settings };
  }

  /** Frees the state; the parameters stay. */
  dispose(): void {
    this.#history.clear();
    this.#direction?.dispose();
    this.#gradient?.dispose();
    this.#direction = undefined;
    this.#gradient = undefined;
    this.#iterations = 0;
  }
}

function checkSettings(settings: Settings): void {
  const require = (expected: string, holds: boolean, received: unknown): void => {
    if (!holds) throw new ArgumentError('LBFGS', { expected, received });
  };
  const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1;
  const { learningRate, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearchFn } =
    settings;
  require('learningRate ≥ 0', learningRate >= 0, learningRate);
  require('maxIter to be an integer of at least 1', isCount(maxIter), maxIter);
  if (maxEval !== undefined) require('maxEval to be an integer of at least 1', isCount(maxEval), maxEval);
  require('toleranceGrad ≥ 0', toleranceGrad >= 0, toleranceGrad);
  require('toleranceChange ≥ 0', toleranceChange >= 0, toleranceChange);
  require('historySize to be an integer of at least 1', isCount(historySize), historySize);
  require("lineSearchFn to be 'strongWolfe' or undefined", lineSearchFn === undefined ||
    lineSearchFn === 'strongWolfe', lineSearchFn);
}

/** What a closure returned must be one number, and gradients must be there. */
function checkLoss(loss: unknown, params: readonly Parameter[]): void {
  if (!isTensor(loss) || loss.size !== 1)
    throw new ArgumentError('LBFGS.step', {
      expected: 'a closure that returns the loss, a tensor of one number',
      received: isTensor(loss) ? `a tensor of shape ${describeShape(loss.shape)}` : loss,
    });
  if (params.some(({ grad }) => grad)) return;
  throw new ArgumentError('LBFGS.step', {
    expected: 'gradients after the closure',
    received: 'none',
    hint: 'Call loss.backward() in it.',
  });
}

function checkState(saved: LBFGSState, params: readonly Parameter[]): void {
  const wrong = (expected: string, received: unknown, where?: string): ArgumentError =>
    new ArgumentError('LBFGS.loadStateDict', { expected, received, where });
  checkArgument('LBFGS.loadStateDict', 'state', saved, 'record');
  if (saved.name !== 'LBFGS') throw wrong('state of LBFGS', saved.name);
  const count = saved.groups[0]?.params.length;
  if (saved.groups.length !== 1 || count !== params.length)
    throw wrong(`state of ${params.length} parameters`, count);
  const size = params.reduce((sum, param) => sum + param.size, 0);
  for (const [key, { shape }] of Object.entries(saved.tensors))
    if (shape.length !== 1 || shape[0] !== size)
      throw wrong(`vectors of ${size} numbers`, describeShape(shape), key);
  for (const i of saved.numbers.weights.keys())
    for (const key of [`change.${i}`, `move.${i}`])
      if (!saved.tensors[key]) throw wrong(`a vector ${key}`, 'none');
}
