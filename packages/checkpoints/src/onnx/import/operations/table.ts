// internal
import type { Operation } from '../node-call.js';
import { activations } from './activations.js';
import { elementwise } from './elementwise.js';
import { norms } from './norms.js';
import { pooling } from './pooling.js';
import { products } from './products.js';
import { quantized } from './quantized.js';
import { recurrentLayers } from './recurrent.js';
import { reductions } from './reductions.js';
import { shapes } from './shapes.js';
import { hostOperations } from './sizes.js';

/** Operations on the device by name. */
export const operations: Readonly<Record<string, Operation>> = {
  ...elementwise,
  ...activations,
  ...products,
  ...pooling,
  ...norms,
  ...shapes,
  ...reductions,
  ...recurrentLayers,
  ...quantized,
};

/** Whether an operation of this name is read. */
export const isKnown = (op: string): boolean =>
  Object.hasOwn(operations, op) || Object.hasOwn(hostOperations, op);
