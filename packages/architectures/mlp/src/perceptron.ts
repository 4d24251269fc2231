// Rosenblatt, "The Perceptron: A Probabilistic Model for Information Storage and Organization in the Brain", 1958
//
//     x [..., D] → weighted sum → threshold → 0 or 1 [...]
//
// The threshold has no useful gradient: the unit learns by Rosenblatt's rule, not by an optimizer.
import {
  ArgumentError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
} from '@neurona/backend';
import { Module } from '@neurona/layers';
import {
  checkTensor,
  isTensor,
  noGrad,
  Parameter,
  scoped,
  stack,
  type Tensor,
  type TensorLike,
  tensor,
  zeros,
} from '@neurona/tensor';

/** Settings of {@link Perceptron.fitEpoch}. */
export interface PerceptronFitOptions {
  /** How far a mistake moves the weights, default 1. */
  readonly learningRate?: number;
}

const fitOptions: OptionTable<PerceptronFitOptions> = { learningRate: 1 };

/**
 * A single threshold unit, which learns by correcting its mistakes.
 *
 *     y = 1 if x · w + b ≥ 0, else 0
 *
 * Shape: x `[..., inFeatures]` → `[...]`. Parameters: weight `[inFeatures]`, bias `[]`, both zero.
 * @throws {@link ArgumentError} if `inFeatures` is not an integer of at least 1; {@link ShapeError} if x has another number of
 * features.
 * @example
 * const unit = new Perceptron(2);
 * const points = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]);
 * for (let epoch = 0; epoch < 10; epoch++) await unit.fitEpoch(points, [0, 0, 0, 1]); // and
 * await unit.forward(points).data(); // => [0, 0, 0, 1]
 * @see Rosenblatt, "The Perceptron: A Probabilistic Model for Information Storage and Organization in the Brain", 1958
 */
export class Perceptron extends Module {
  static override readonly kind: string = 'Perceptron';

  readonly weight: Parameter;
  readonly bias: Parameter;

  constructor(readonly inFeatures: number) {
    super();
    if (!Number.isInteger(inFeatures) || inFeatures < 1)
      throw new ArgumentError('Perceptron', {
        expected: 'inFeatures to be an integer of at least 1',
        received: inFeatures,
      });
    this.weight = new Parameter(zeros([inFeatures]));
    this.bias = new Parameter(zeros([]));
  }

  /**
   * The weighted sum before the threshold: positive on one side of the line that the unit draws, negative on the other.
   *
   * Shape: x `[..., inFeatures]` → `[...]`.
   */
  score(x: Tensor): Tensor {
    const { ndim } = checkTensor('Perceptron', x);
    if (ndim === 0 || x.shape.at(-1) !== this.inFeatures)
      throw new ShapeError('Perceptron', {
        expected: `${this.inFeatures} features on the last axis`,
        received: ndim === 0 ? 'a scalar' : x.shape.at(-1),
        where: `x has shape ${describeShape(x.shape)}`,
      });
    return scoped(() => x.mul(this.weight).sum({ axis: -1 }).add(this.bias));
  }

  override forward(x: Tensor): Tensor {
    return scoped(() => this.score(x).greaterEqual(0).cast('float32'));
  }

  /**
   * Learns from each example in turn, by Rosenblatt's rule: only a mistake changes the weights.
   *
   *     e = target - y        w = w + learningRate · e · x        b = b + learningRate · e
   *
   * @param x - Examples `[N, inFeatures]`, in the order in which they are learned.
   * @param targets - Their classes, 0 or 1, `[N]`.
   * @param options - `learningRate` (1).
   * @returns How many were misclassified, each by the weights as they were then; 0 once a line separates the classes.
   * @throws {@link ShapeError} if the shapes don't fit; {@link ArgumentError} if a target is neither 0 nor 1, or `learningRate` is
   * not over 0.
   * @example
   * const unit = new Perceptron(1);
   * await unit.fitEpoch([[1], [-1]], [1, 0]); // => 1
   * await unit.fitEpoch([[1], [-1]], [1, 0]); // => 0
   */
  async fitEpoch(
    x: TensorLike,
    targets: Tensor | readonly number[],
    options: PerceptronFitOptions = {},
  ): Promise<number> {
    const { learningRate = 1 } = checkOptions('Perceptron.fitEpoch', options, fitOptions);
    if (!(learningRate > 0 && Number.isFinite(learningRate)))
      throw new ArgumentError('Perceptron.fitEpoch', {
        expected: 'learningRate > 0',
        received: learningRate,
      });
    if (!isTensor(targets)) checkArgument('Perceptron.fitEpoch', 'targets', targets, 'list');
    const classes = isTensor(targets) ? Array.from(await targets.data(), Number) : targets;
    checkClasses(classes);
    const wrong = noGrad(() =>
      scoped(() => {
        const examples = isTensor(x) ? x : tensor(x);
        this.#checkBatch(examples, isTensor(targets) ? targets.shape : [targets.length]);
        return this.#correct(examples, classes, learningRate);
      }),
    );
    const count = await wrong.item();
    wrong.dispose();
    return Number(count);
  }

  /** Goes through the examples; the number of mistakes stays on the device, so that nothing waits in between. */
  #correct(x: Tensor, targets: readonly number[], learningRate: number): Tensor {
    const mistakes = targets.map((target, i) => {
      const example = x.select(0, i); // [D]
      const error = this.forward(example).neg().add(target); // 1: the sum is too low, -1: too high, 0: right
      const step = error.mul(learningRate);
      this.weight.assign(this.weight.add(example.mul(step)));
      this.bias.assign(this.bias.add(step));
      return error.abs();
    });
    return stack(mistakes).sum();
  }

  #checkBatch(x: Tensor, targets: Shape): void {
    if (x.ndim !== 2 || x.shape[0] === 0 || x.shape[1] !== this.inFeatures)
      throw new ShapeError('Perceptron.fitEpoch', {
        expected: `one or more examples [N, ${this.inFeatures}]`,
        received: describeShape(x.shape),
      });
    if (targets.length !== 1 || targets[0] !== x.shape[0])
      throw new ShapeError('Perceptron.fitEpoch', {
        expected: `a target for each of ${x.shape[0]} examples, [${x.shape[0]}]`,
        received: describeShape(targets),
      });
  }

  override describe(): string {
    return String(this.inFeatures);
  }
}

function checkClasses(targets: readonly number[]): void {
  const position = targets.findIndex((target) => target !== 0 && target !== 1);
  if (position === -1) return;
  throw new ArgumentError('Perceptron.fitEpoch', {
    expected: 'classes 0 and 1',
    received: targets[position],
    where: `target ${position}`,
    hint: targets.every((target) => Math.abs(target) === 1)
      ? 'Write 0 in place of -1.'
      : 'For more than two classes use a unit for each, or an MLP.',
  });
}
