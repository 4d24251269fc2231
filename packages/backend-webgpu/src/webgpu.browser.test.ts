import { describeBackend } from '@neurona/backend/testing';
import { describe } from 'vitest';
import { webgpu } from './webgpu.js';

const availability = await webgpu({ software: true }).probe();
if (availability.available) describeBackend(webgpu({ software: true }));
else describe.skip(`webgpu in the browser (skipped: ${availability.reason})`, () => {});
