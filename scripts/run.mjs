#!/usr/bin/env node
// The commands of the root package.json, on a clone with nothing but Node and npm: fetches the pinned pnpm through
// npx (no global install, no corepack), installs from the lockfile when it changed, then runs the task.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Tasks that are one `node` script of one workspace package: run directly, so that the terminal and Ctrl-C are theirs. */
const programs = {
  bench: 'tooling/bench',
  'bench:memory': 'tooling/bench',
  'bench:networks': 'tooling/bench',
  check: 'tooling/checks',
  demo: 'apps/examples',
  generate: 'tooling/checks',
  goldens: 'tooling/goldens',
  lesson: 'apps/examples',
  lessons: 'apps/examples',
  new: 'tooling/scaffold',
  release: 'tooling/release',
  'test:published': 'tooling/release',
  'test:tfjs-node': 'tooling/tfjs-node',
};
/** Tasks that are a tool installed at the root, with its first arguments. */
const tools = {
  build: ['turbo', 'run', 'build', '--output-logs=errors-only', '--continue'],
  format: ['biome', 'check', '--write', '.'],
  test: ['turbo', 'run', 'test', '--output-logs=new-only', '--continue'],
  'test:browser': ['vitest', 'run', '--config', 'vitest.browser.config.ts'],
  'test:slow': ['vitest', 'run', '--config', 'vitest.slow.config.ts'],
  'test:webgpu': ['vitest', 'run', '--config', 'vitest.webgpu.config.ts', '--testNamePattern=on.webgpu'],
};
/** Tasks that are a tool installed in one workspace package, run there. */
const packageTools = {
  'measure:pages': [
    'apps/playground',
    'vitest',
    'run',
    '--config',
    'vitest.pages.config.ts',
    '--mode',
    'measure',
  ],
  playground: ['apps/playground', 'vite'],
  'playground:build': ['apps/playground', 'vite', 'build'],
  'test:pages': ['apps/playground', 'vitest', 'run', '--config', 'vitest.pages.config.ts'],
};
/** Programs that call pnpm or turbo themselves. */
const needsPnpm = new Set(['build', 'check', 'generate', 'release', 'test', 'test:published']);

const self = fileURLToPath(import.meta.url);
const root = join(fileURLToPath(new URL('.', import.meta.url)), '..');
const onWindows = process.platform === 'win32';
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const pnpm = manifest.packageManager.split('+')[0];
const softwareVulkan = '/usr/lib/chromium/vk_swiftshader_icd.json'; // Debian's chromium brings a software GPU driver

const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  NEURONA_NODE: process.version, // results of another Node are not taken from turbo's cache
  INIT_CWD: process.env.INIT_CWD ?? process.cwd(), // where the user stands: paths in arguments are meant from there
  PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
};

/** Runs a command to its end and returns its exit code. Signals reach the child from the terminal; this process only waits. */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: 'inherit', ...options });
    const wait = () => {}; // Ctrl-C goes to the whole process group: the child reacts, the wrapper waits for it
    const forward = (signal) => child.kill(signal); // sent to one process only
    process.on('SIGINT', wait);
    process.on('SIGTERM', forward);
    process.on('SIGHUP', forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', wait);
      process.off('SIGTERM', forward);
      process.off('SIGHUP', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** Runs a command inside the pinned pnpm's `npx`, which puts `pnpm` on PATH. */
function runWithPnpm(command, args) {
  const npx = ['--yes', '--prefer-offline', '--loglevel=error', `--package=${pnpm}`, '--', command, ...args];
  return run('npx', npx, { shell: onWindows });
}

async function install() {
  const stamp = join(root, 'node_modules', '.neurona-installed');
  const hash = createHash('sha256');
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, name)));
  const wanted = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log(`Installing with ${pnpm} ...`);
  const code = await runWithPnpm('pnpm', [
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--reporter=append-only',
  ]);
  if (code !== 0) process.exit(code);
  writeFileSync(stamp, wanted);
}

/** The script `task` of a workspace package, without a shell in between: `node <arguments>`. */
function runProgram(folder, task, args) {
  const cwd = join(root, folder);
  const script = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')).scripts[task];
  const [command, ...fixed] = script.split(' ');
  if (command !== 'node')
    throw new Error(`${folder}: the script "${task}" has to start with "node", it is "${script}"`);
  return run(process.execPath, [...fixed, ...args], { cwd });
}

async function main([task, ...args]) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`neurona needs Node 20.19 or later, this is ${process.version}.`);
    return 1;
  }
  await install();
  if (task === 'setup') return 0;
  if (needsPnpm.has(task) && process.env.NEURONA_PNPM !== pnpm) {
    env.NEURONA_PNPM = pnpm;
    return runWithPnpm('node', [self, task, ...args]);
  }
  if (task === 'test' && !env.VK_DRIVER_FILES && existsSync(softwareVulkan))
    env.VK_DRIVER_FILES = softwareVulkan;
  if (Object.hasOwn(programs, task)) return runProgram(programs[task], task, args);
  if (Object.hasOwn(tools, task)) {
    const [command, ...fixed] = tools[task];
    return run(command, [...fixed, ...args], { shell: onWindows });
  }
  if (Object.hasOwn(packageTools, task)) {
    const [folder, command, ...fixed] = packageTools[task];
    return run(command, [...fixed, ...args], { cwd: join(root, folder), shell: onWindows });
  }
  console.error(
    `Unknown task "${task}". Tasks: ${['setup', ...Object.keys({ ...programs, ...tools, ...packageTools })].sort().join(', ')}.`,
  );
  return 1;
}

process.exitCode = await main(process.argv.slice(2));
