// internal: where a training runs
import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { Device } from '../device.js';
import { version } from '../version.js';

/** The machine, the programs and the command of a run. */
export const environment = (device: Device, command: readonly string[]): object => ({
  at: new Date().toISOString(),
  neurona: version,
  node: process.version,
  system: `${platform()} ${release()} ${arch()}`,
  processor: cpus()[0]?.model ?? 'unknown',
  threads: cpus().length,
  memoryBytes: totalmem(),
  device,
  command: ['neurona', ...command],
});
