import { describeBackend } from '@neurona/backend/testing';
import { describe } from 'vitest';
import { webgpu } from './webgpu.js';

const availability = await webgpu().probe();
if (availability.available) describeBackend(webgpu());
else describe.skip(`webgpu in the browser (skipped: ${availability.reason})`, () => {});
