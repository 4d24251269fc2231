import { describeBackend } from '@neurona/backend/testing';
import { describe, it } from 'vitest';
import { nodeGpu } from './node-gpu.js';

const device = await nodeGpu().probe();
if (device.available) describeBackend(nodeGpu());
else describe.skip(`node-gpu (${device.reason})`, () => it('conforms', () => {}));
