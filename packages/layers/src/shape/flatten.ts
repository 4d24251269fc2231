import type { Tensor } from '@neurona/tensor';
import { Module } from '../module.js';

/**
 * Joins all axes but the first.
 *
 * Shape: x `[N, ...]` → `[N, D]`.
 * @example
 * new Flatten().forward(ones([2, 3, 4])).shape; // => [2, 12]
 */
export class Flatten extends Module {
  override forward(x: Tensor): Tensor {
    return x.reshape([x.shape[0] ?? 1, -1]); // [N, D]
  }
}
