import { runUnscopedLoop } from './unscoped-loop.js';

Object.assign(globalThis, { runUnscopedLoop }); // for the test driver
