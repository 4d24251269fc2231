import { describeBackend } from '@neurona/backend/testing';
import { describe, it } from 'vitest';
import { startTfjs } from './testing/start-tfjs.js';
import { tfjs } from './tfjs.js';

const missing = await startTfjs('webgpu');
if (missing === undefined) describeBackend(tfjs('webgpu'));
else describe.skip(`tfjs-webgpu (${missing})`, () => it('conforms', () => {}));
