export * from './describe-architecture.js';
