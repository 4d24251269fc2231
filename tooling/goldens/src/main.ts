import { spawnSync } from 'node:child_process';
import { softwareGpuEnvironment } from './software-gpu.js';

const [node, script, ...args] = process.argv as [string, string, ...string[]];
const env = softwareGpuEnvironment();
if (env) {
  const { status } = spawnSync(node, [...process.execArgv, script, ...args], { env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  const { exitCode } = await import('./command.js'); // by the process alone that runs it: all packages are behind it
  process.exitCode = await exitCode(args);
}
