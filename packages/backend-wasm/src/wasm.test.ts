import { setFlagsFromString } from 'node:v8';
import { describeBackend } from '@neurona/backend/testing';
import { describe } from 'vitest';
import { wasm } from './wasm.js';

setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 has it behind a flag

describe('with relaxed SIMD', () => describeBackend(wasm()));
describe('without relaxed SIMD', () => describeBackend(wasm({ relaxedSimd: false })));
