import { moveAxis, type Tensor } from '@neurona/tensor';

/** A tensor whose channels or classes are axis 1, as in PyTorch, with these as the last axis. */
export const channelsLast = (x: Tensor): Tensor => (x.ndim > 2 ? moveAxis(x, 1, -1) : x);
