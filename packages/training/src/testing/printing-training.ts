// internal: a training that prints, for tests that take its output away or interrupt it. Arguments: folder of checkpoints, epochs.
import { writeSync } from 'node:fs';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ModelCheckpoint } from '../index.js';
import { lineTraining } from './line.js';

const [folder, epochs] = process.argv.slice(2) as [string, string];
const controller = new AbortController();
process.once('SIGINT', () => controller.abort());
await useBackend(cpu());
const { stopped, epochs: results } = await lineTraining().train({
  epochs: Number(epochs),
  callbacks: [new ModelCheckpoint(folder, { everySteps: 100 })],
  resume: folder,
  signal: controller.signal,
  progress: true,
});
writeSync(2, `${stopped} ${results.length}\n`);
