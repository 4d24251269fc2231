export * from './faults.js';
export * from './runtime.js';
export * from './tfjs-backend.js';
export * from './tfjs-kernels.js';
