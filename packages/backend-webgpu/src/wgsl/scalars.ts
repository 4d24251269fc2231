// internal
import type { DType } from '@neurona/backend';
import type { Scalar } from '../shader.js';

/** The WGSL type in which a dtype is stored. */
export const scalarOf = (dtype: DType): Scalar => (dtype === 'float32' ? 'f32' : 'i32');
