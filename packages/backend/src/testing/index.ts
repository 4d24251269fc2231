export * from './describe-backend.js';
export * from './expect-array.js';
export * from './fixtures.js';
export * from './kernel-case.js';
export * from './local-groups.js';
export * from './tolerances.js';
