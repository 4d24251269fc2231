export * from './cpu.js';
export * from './cpu-backend.js';
export * from './cpu-runtime.js';
