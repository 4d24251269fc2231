export * from './data-loader.js';
export * from './dataset.js';
export * from './digits/digits.js';
export * from './host-array.js';
export * from './split.js';
