// internal
import { ArgumentError, describeShape, type Shape, ShapeError, sameShape } from '@neurona/backend';
import { checkTensor, knownValues, type Tensor } from '@neurona/tensor';

/** A finite number of at least `least`, or above it, or an `ArgumentError`. */
export function checkNumber(subject: string, name: string, value: number, least: '> 0' | '≥ 0'): number {
  if (Number.isFinite(value) && (least === '> 0' ? value > 0 : value >= 0)) return value;
  throw new ArgumentError(subject, { expected: `${name} ${least}`, received: value });
}

/** A batch of examples of a given shape, or a `ShapeError`. */
export function checkExamples(subject: string, x: Tensor, shape: Shape): void {
  checkTensor(subject, x);
  if (x.ndim === shape.length + 1 && sameShape(x.shape.slice(1), shape)) return;
  throw new ShapeError(subject, {
    expected: `x [N, ${shape.join(', ')}]`,
    received: describeShape(x.shape),
    hint: sameShape(x.shape, shape) ? 'One example is a batch of one: x.unsqueeze(0).' : undefined,
  });
}

/** Latent variables `[N, Z]`, or a `ShapeError`. */
export function checkLatent(subject: string, z: Tensor, latentSize: number): void {
  checkTensor(subject, z, 'z');
  if (z.ndim === 2 && z.shape[1] === latentSize) return;
  throw new ShapeError(subject, {
    expected: `z [N, ${latentSize}], as there are ${latentSize} latent variables`,
    received: describeShape(z.shape),
  });
}

const rounding = 1e-5; // by which values that were calculated may be out of range

/** Values from 0 to 1 where they are known without waiting for the device, or an `ArgumentError` that names the first that isn't. */
export function checkShares(subject: string, x: Tensor): void {
  const known = knownValues(x);
  const at =
    known?.findIndex((value: number | bigint) => !(value >= -rounding && value <= 1 + rounding)) ?? -1;
  if (at < 0) return;
  throw new ArgumentError(subject, {
    expected: 'values from 0 to 1, as the likelihood is bernoulli',
    received: known![at],
    where: `example ${Math.floor(at / (x.size / x.shape[0]!))}`,
    hint: "Divide bytes by 255, or pass likelihood: 'gaussian' to the model.",
  });
}

/** Labels `[N]` of a conditional model, none of another: a typed error where they don't fit. */
export function checkLabels(
  subject: string,
  labels: Tensor | undefined,
  numClasses: number | undefined,
  count: number,
): void {
  if (numClasses === undefined) {
    if (labels === undefined) return;
    throw new ArgumentError(subject, {
      expected: 'no labels, as the model is made without numClasses',
      received: labels,
    });
  }
  if (labels === undefined) {
    throw new ArgumentError(subject, {
      expected: `labels, as the model is conditional on ${numClasses} classes`,
      received: 'none',
    });
  }
  checkTensor(subject, labels, 'labels');
  if (labels.ndim !== 1 || labels.shape[0] !== count) {
    throw new ShapeError(subject, {
      expected: `a label for each of ${count} examples, [${count}]`,
      received: describeShape(labels.shape),
    });
  }
  const known = knownValues(labels);
  const wrong =
    known?.findIndex(
      (label: number | bigint) => !(Number.isInteger(label) && label >= 0 && label < numClasses),
    ) ?? -1;
  if (wrong < 0) return;
  throw new ArgumentError(subject, {
    expected: `labels from 0 to ${numClasses - 1}`,
    received: known![wrong],
    where: `example ${wrong}`,
  });
}
