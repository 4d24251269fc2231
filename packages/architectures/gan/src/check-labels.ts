// internal
import { ArgumentError, DTypeError, describeShape, ShapeError } from '@neurona/backend';
import { isTensor, knownValues, type Tensor } from '@neurona/tensor';

/**
 * Checks the labels of a batch: int32 `[N]`, and their values where they are known without waiting for the device: on wasm and cpu, and in
 * the batches of a `DataLoader`. Without classes there are none.
 */
export function checkLabels(
  subject: string,
  labels: Tensor | undefined,
  numClasses: number | undefined,
  count: number,
): Tensor | undefined {
  if (numClasses === undefined) {
    if (labels === undefined) return undefined;
    throw new ArgumentError(subject, {
      expected: 'no labels, as it has no classes',
      received: labels,
      hint: 'Make it conditional: { numClasses }.',
    });
  }
  if (!isTensor(labels)) {
    throw new ArgumentError(subject, {
      expected: `a label for each example, int32 [${count}]`,
      received: labels,
      where: `it has ${numClasses} classes`,
    });
  }
  if (labels.dtype !== 'int32') {
    throw new DTypeError(subject, {
      expected: 'int32 labels',
      received: labels.dtype,
      hint: "Write labels.cast('int32').",
    });
  }
  if (labels.ndim !== 1 || labels.size !== count) {
    throw new ShapeError(subject, {
      expected: `a label for each of ${count} examples, [${count}]`,
      received: describeShape(labels.shape),
    });
  }
  const known = knownValues(labels);
  const wrong = known?.findIndex((label) => label < 0 || label >= numClasses) ?? -1;
  if (wrong === -1) return labels;
  throw new ArgumentError(subject, {
    expected: `labels from 0 to ${numClasses - 1}`,
    received: known![wrong],
    where: `example ${wrong}`,
  });
}
