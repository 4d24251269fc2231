import { spawnSync } from 'node:child_process';
import { exitCode } from './command.js';
import { softwareGpuEnvironment } from './software-gpu.js';

const [node, script, ...args] = process.argv as [string, string, ...string[]];
const env = softwareGpuEnvironment();
if (env) {
  const { status } = spawnSync(node, [...process.execArgv, script, ...args], { env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  process.exitCode = await exitCode(args);
}
