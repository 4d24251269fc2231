// `npm run test:tfjs-node`: builds tfjs-node and runs conformance, goldens and demo on it.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import envPaths from 'env-paths';
import { buildAddon } from './build-addon.js';
import { run } from './run.js';

const program = new Command('npm run test:tfjs-node --')
  .description("Builds tfjs-node's addon, once, and tests @neurona/backend-node-gpu with it.")
  .option('--cuda', 'on the library with CUDA, by tfjs-node-gpu')
  .option('--build', 'build alone, and print the folder for NEURONA_TFJS_NODE')
  .allowExcessArguments(false)
  .parse();
const { cuda = false, build = false } = program.opts<{ cuda?: boolean; build?: boolean }>();

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = buildAddon(process.env.NEURONA_CACHE ?? envPaths('neurona', { suffix: '' }).cache, cuda);
if (build) console.log(folder);
else {
  const sources = ['--conditions=@neurona/source', '--import', 'tsx'];
  const env = { NEURONA_TFJS_NODE: folder, TF_CPP_MIN_LOG_LEVEL: '1' }; // TensorFlow's warnings, not its remarks
  const node = (place: string, ...args: readonly string[]): void =>
    run(process.execPath, args, join(root, place), env);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  node('packages/backend-node-gpu', vitest, 'run');
  node('tooling/goldens', ...sources, 'src/main.ts', '--backend', 'node-gpu');
  const demo = ['src/demo/main.ts', '--backend', 'node-gpu', '--epochs', '2', '--out', 'out/tfjs-node-demo'];
  node('apps/examples', ...sources, ...demo);
}
