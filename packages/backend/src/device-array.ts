import type { DType } from './dtype.js';
import type { Shape } from './shape.js';

/** Memory on a device, opaque to all but the adapter that allocated it. */
export type DeviceBuffer = object;

/** A buffer seen as a row-major array: what kernels take and return. A `Tensor` is one. */
export interface DeviceArray {
  readonly buffer: DeviceBuffer;
  readonly shape: Shape;
  readonly dtype: DType;
}
