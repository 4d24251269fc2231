import { Command, Option } from 'commander';
import { runInChromium } from './in-chromium.js';
import { backends, type LoopOptions, runUnscopedLoop } from './unscoped-loop.js';

const toMiB = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

/** Runs the command: exit status 1 where more than the bound was held. */
export async function exitCode(args: readonly string[]): Promise<number> {
  const program = new Command('npm run bench:memory --')
    .description('Trains without a memory scope for many steps and prints the most memory that was held.')
    .addOption(
      new Option('--backend <name>', 'where to train').choices(Object.keys(backends)).default('wasm'),
    )
    .addOption(new Option('--steps <n>', 'how many').argParser(Number).default(10_000))
    .addOption(new Option('--bound <MiB>', 'the most that may be held').argParser(Number).default(768))
    .addOption(
      new Option('--layers <sizes>', 'sizes of the MLP')
        .argParser((text) => text.split('-').map(Number))
        .default([256, 512, 10], '256-512-10'),
    )
    .addOption(new Option('--batch-size <n>', 'examples a step').argParser(Number).default(256))
    .option('--awaits', 'wait for the loss after each step; else the loop never pauses', false)
    .option('--scoped', 'with a memory scope for each step, for comparison', false)
    .option('--chromium', 'in Chromium, not in Node.js', false)
    .allowExcessArguments(false);
  program.parse(args as string[], { from: 'user' });
  const { bound, chromium, ...options } = program.opts<
    LoopOptions & { readonly bound: number; readonly chromium: boolean }
  >();
  const { peakBytes, lastBytes, msPerStep } = await (chromium ? runInChromium : runUnscopedLoop)(options);
  const where = chromium ? 'Chromium' : `Node ${process.version}`;
  const how = `${options.scoped ? 'scoped' : 'unscoped'}, ${options.awaits ? 'with awaits' : 'synchronous'}`;
  console.log(
    `${options.backend}, ${where}, MLP ${options.layers.join('-')}, batch ${options.batchSize}, ${how}, ${options.steps} steps: ` +
      `at most ${toMiB(peakBytes)} MiB alive, ${toMiB(lastBytes)} at the end, ${msPerStep.toFixed(3)} ms a step`,
  );
  return peakBytes <= bound * 2 ** 20 ? 0 : 1;
}
