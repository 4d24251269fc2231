export * from './webgpu.js';
export * from './webgpu-backend.js';
