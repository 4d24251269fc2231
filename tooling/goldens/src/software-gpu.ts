import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const folder = '/usr/lib/chromium'; // Debian's chromium brings a software GPU driver, and its loader
const driver = `${folder}/vk_swiftshader_icd.json`;
const loader = `${folder}/libvulkan.so.1`;

/**
 * The environment with Chromium's software GPU in it; undefined where there is none, or the environment names a driver already.
 * It counts from the start of a process on, when the system reads it.
 */
export function softwareGpuEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv | undefined {
  const lacksDriver = !env.VK_DRIVER_FILES && existsSync(driver);
  const lacksLoader = !env.LD_LIBRARY_PATH && existsSync(loader);
  if (!lacksDriver && !lacksLoader) return undefined;
  return {
    ...env,
    ...(lacksDriver && { VK_DRIVER_FILES: driver }),
    ...(lacksLoader && { LD_LIBRARY_PATH: folder }),
    XDG_RUNTIME_DIR: env.XDG_RUNTIME_DIR ?? tmpdir(), // without it the driver prints a warning
  };
}
