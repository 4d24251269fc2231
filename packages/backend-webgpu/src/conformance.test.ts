import { describeBackend } from '@neurona/backend/testing';
import { describe } from 'vitest';
import { webgpu } from './webgpu.js';

const availability = await webgpu({ software: true }).probe();
if (availability.available) {
  describeBackend(webgpu({ software: true }));
  // the same with workgroups that share work, as real GPUs do
  describeBackend({
    ...webgpu({ software: true }),
    async create() {
      const backend = await webgpu({ software: true }).create();
      backend.gpu.cooperative = true;
      return backend;
    },
  });
} else describe.skip(`webgpu (skipped: ${availability.reason})`, () => {});
