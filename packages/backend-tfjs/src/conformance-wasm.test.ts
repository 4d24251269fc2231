import { describeBackend } from '@neurona/backend/testing';
import { describe, it } from 'vitest';
import { startTfjs } from './testing/start-tfjs.js';
import { tfjs } from './tfjs.js';

const missing = await startTfjs('wasm');
if (missing === undefined) describeBackend(tfjs('wasm'));
else describe.skip(`tfjs-wasm (${missing})`, () => it('conforms', () => {}));
