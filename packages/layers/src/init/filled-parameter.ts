// internal
import type { Shape } from '@neurona/backend';
import { full, own, Parameter, scoped, type Tensor } from '@neurona/tensor';

/** A parameter of one value. */
export const filledParameter = (shape: Shape, value: number): Parameter =>
  scoped(() => new Parameter(full(shape, value)));

/** A buffer of one value, which belongs to the module that holds it. */
export const filledBuffer = (shape: Shape, value: number): Tensor => own(full(shape, value));
