// internal

import { describeShape, type Shape, ShapeError, sameShape } from '@neurona/backend';
import { checkTensor, type Tensor } from '@neurona/tensor';

/** Targets must have the outputs' shape: losses don't broadcast them. */
export function checkSameShape(subject: string, outputs: Tensor, targets: Tensor): void {
  checkTensors(subject, outputs, targets);
  if (sameShape(outputs.shape, targets.shape)) return;
  throw new ShapeError(subject, {
    expected: `targets of the outputs' shape ${describeShape(outputs.shape)}`,
    received: describeShape(targets.shape),
    hint: 'Reshape the targets: broadcasting them would compare the wrong pairs.',
  });
}

/** Outputs and targets must be tensors: losses are not given arrays. */
export function checkTensors(subject: string, outputs: Tensor, targets: Tensor): void {
  checkTensor(subject, outputs, 'outputs');
  checkTensor(subject, targets, 'targets');
}

/** A tensor of settings must have a given shape. */
export function checkShape(subject: string, name: string, given: Tensor | undefined, shape: Shape): void {
  if (given === undefined || sameShape(checkTensor(subject, given, name).shape, shape)) return;
  throw new ShapeError(subject, {
    expected: `${name} of shape ${describeShape(shape)}`,
    received: describeShape(given.shape),
  });
}
