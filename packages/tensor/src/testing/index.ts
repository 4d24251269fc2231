export * from './backends.js';
export * from './describe-op.js';
export * from './expect-close.js';
export * from './float64.js';
export * from './live-memory.js';
export * from './sample.js';
export * from './tolerances.js';
