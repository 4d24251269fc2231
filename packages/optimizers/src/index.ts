export * from './adadelta.js';
export * from './adam.js';
export * from './optimizer.js';
export * from './sgd.js';
