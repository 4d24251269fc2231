import { describeBackend, type KernelFixtures, kernelFixtures } from '@neurona/backend/testing';
import { describe } from 'vitest';
import { webgpu } from './webgpu.js';

const candidate = webgpu({ software: true });
const availability = await candidate.probe();

/** Kernels whose threads share work on a real GPU. */
const shared = [
  'reduce',
  'argReduce',
  'cumulate',
  'softmax',
  'logSoftmax',
  'softmaxCrossEntropy',
  'transpose',
];

if (availability.available) {
  describeBackend(candidate);
  describe('with threads that share work, also in software', () => {
    const cooperative = async () => {
      const backend = await candidate.create();
      backend.gpu.cooperative = true;
      return backend;
    };
    const fixtures: KernelFixtures = Object.fromEntries(
      Object.entries(kernelFixtures).filter(([name]) => shared.includes(name)),
    );
    describeBackend({ ...candidate, create: cooperative }, { fixtures });
  });
} else describe.skip(`webgpu (skipped: ${availability.reason})`, () => {});
