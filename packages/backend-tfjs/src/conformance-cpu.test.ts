import { describeBackend } from '@neurona/backend/testing';
import { describe, it } from 'vitest';
import { startTfjs } from './testing/start-tfjs.js';
import { tfjs } from './tfjs.js';

const missing = await startTfjs('cpu');
if (missing === undefined) describeBackend(tfjs('cpu'));
else describe.skip(`tfjs-cpu (${missing})`, () => it('conforms', () => {}));
