export * from './describe-layer.js';
