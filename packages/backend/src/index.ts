export * from './backend.js';
export * from './device-array.js';
export * from './dtype.js';
export * from './errors.js';
export * from './geometry.js';
export * from './kernels.js';
export * from './shape.js';
export * from './use-backend.js';
