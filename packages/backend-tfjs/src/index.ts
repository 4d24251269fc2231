export * from './runtime.js';
export * from './tfjs-backend.js';
