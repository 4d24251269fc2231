import type { Shape } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { broadcastTo } from './broadcast-to.js';

/**
 * Stretches axes of size 1, and adds axes in front: PyTorch's name of {@link broadcastTo}.
 *
 * Shape: x → `shape`, which x broadcasts to. A size of -1 keeps the axis as it is.
 * @throws {@link ShapeError} if x doesn't broadcast to it.
 * @example
 * expand(ones([3, 1]), [-1, 4]).shape; // => [3, 4]
 */
export const expand = (x: TensorLike, shape: Shape): Tensor => broadcastTo(x, shape);
