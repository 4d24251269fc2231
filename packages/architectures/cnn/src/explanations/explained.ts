import { ArgumentError, DTypeError, describeShape, ShapeError } from '@neurona/backend';
import { type Module, rememberModes } from '@neurona/layers';
import { argmax, enableGrad, isTensor, oneHot, scoped, type Tensor, tensor } from '@neurona/tensor';
import { checkImages } from '../image-model/check-images.js';

/** The class to explain: one for all images, or one for each. */
export type ExplainedClasses = number | readonly number[] | Tensor;

/**
 * @internal Computes an explanation with a model in evaluation mode, in one memory scope, and puts each module back into the mode in which it was.
 * @param explain - Takes the images as a leaf whose gradient can be asked for; what it returns has no graph.
 */
export function explained(
  subject: string,
  model: Module,
  x: Tensor,
  explain: (images: Tensor) => Tensor,
): Tensor {
  const { dtype } = checkImages(subject, 'images [N, H, W, C]', x);
  if (dtype !== 'float32')
    throw new DTypeError(subject, {
      expected: 'images of float32, as their gradient is computed',
      received: dtype,
      hint: 'Divide bytes by 255.',
    });
  const restoreModes = rememberModes(model);
  model.eval();
  try {
    return scoped(() => {
      const images = x.detach();
      images.requiresGrad = true; // so that networks whose parameters are frozen have a graph too
      return enableGrad(() => explain(images)).detach();
    });
  } finally {
    restoreModes();
  }
}

/** @internal Which class of each image is explained, as ones in zeros `[N, K]`: those given, or those with the largest logits. */
export function chosenClasses(
  subject: string,
  logits: Tensor,
  classes: ExplainedClasses | undefined,
): Tensor {
  if (logits.ndim !== 2)
    throw new ShapeError(subject, {
      expected: 'a model whose output is logits [N, K]',
      received: `an output of shape ${describeShape(logits.shape)}`,
      hint: 'Wrap a model of another output in a Module that returns one score a class.',
    });
  const [count, numClasses] = logits.shape as readonly [number, number];
  return oneHot(indicesOf(subject, logits, classes, count, numClasses), numClasses);
}

function indicesOf(
  subject: string,
  logits: Tensor,
  classes: ExplainedClasses | undefined,
  count: number,
  numClasses: number,
): Tensor {
  if (classes === undefined) return argmax(logits.detach(), { axis: -1 });
  if (isTensor(classes)) {
    if (classes.dtype === 'int32' && classes.ndim === 1 && classes.size === count) return classes;
    throw new ShapeError(subject, {
      expected: `classes int32 [${count}], one for each image`,
      received: `${classes.dtype} ${describeShape(classes.shape)}`,
    });
  }
  const list = typeof classes === 'number' ? new Array<number>(count).fill(classes) : classes;
  if (!Array.isArray(list) || list.length !== count)
    throw new ArgumentError(subject, {
      expected: `classes to be one class, or ${count}, one for each image`,
      received: classes,
    });
  for (const index of list as readonly number[]) {
    if (Number.isInteger(index) && index >= 0 && index < numClasses) continue;
    throw new ArgumentError(subject, { expected: `a class from 0 to ${numClasses - 1}`, received: index });
  }
  return tensor(list as readonly number[], { dtype: 'int32' });
}
