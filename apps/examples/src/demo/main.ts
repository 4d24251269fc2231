import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { NeuronaError } from '@neurona/backend';
import { summary } from '@neurona/layers';
import { textCurve } from '@neurona/plots';
import { series } from '@neurona/training';
import { Command, InvalidArgumentError, Option } from 'commander';
import { backendNames, chooseDevice } from './device.js';
import { digitsNetwork } from './model.js';
import { writePictures } from './pictures.js';
import { type OptimizerName, optimizers, train } from './train.js';

interface Options {
  readonly backend: string;
  readonly epochs: number;
  readonly seed: number;
  readonly optimizer: OptimizerName;
  readonly out: string;
}

const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected an integer of at least ${least}.`);
  };

const program = new Command('npm run demo --')
  .description(
    'Trains a convolutional network on real handwritten digits, on the best device of this machine.',
  )
  .addOption(
    new Option('--backend <name>', 'where to compute').choices(['auto', ...backendNames]).default('auto'),
  )
  .addOption(
    new Option('--epochs <n>', 'passes over the training digits').argParser(wholeNumber(1)).default(20),
  )
  .addOption(new Option('--seed <n>', 'same seed, same result').argParser(wholeNumber(0)).default(6202))
  .addOption(
    new Option('--optimizer <name>', 'how to learn').choices(Object.keys(optimizers)).default('adam'),
  )
  .option('--out <folder>', 'where the pictures go', 'out/digits')
  .allowExcessArguments(false);

async function main(options: Options): Promise<void> {
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), options.out);
  await mkdir(folder, { recursive: true }); // a folder that can't be is told of before training
  for (const line of await chooseDevice(options.backend)) console.log(line);
  const preview = digitsNetwork();
  console.log(`\n${summary(preview, [1, 8, 8, 1])}\n`);
  preview.dispose();

  const interrupt = new AbortController();
  const onInterrupt = (): void => {
    if (interrupt.signal.aborted) process.exit(130); // asked twice: now
    console.log('\nStopping after this step…');
    interrupt.abort();
  };
  process.on('SIGINT', onInterrupt);
  const trained = await train({ ...options, signal: interrupt.signal });
  process.off('SIGINT', onInterrupt);

  const { history, report, data } = trained;
  const losses = series(history, 'loss');
  if (losses.length > 1)
    console.log(`\nLoss over the epochs:\n${textCurve(losses, { height: 10, width: 72 })}`);
  console.log(`\n${report}\n`);
  const ended = history.stopped === 'aborted' ? 'Stopped' : 'Trained';
  const percent = (100 * report.accuracy).toFixed(1);
  console.log(
    `${ended} after ${history.seconds.toFixed(1)} s: ${percent} % of ${data.test.length} held-out digits are right.`,
  );
  const files = await writePictures(
    trained,
    folder,
    `${percent} % right, seed ${options.seed}, ${options.optimizer}`,
  );
  console.log(`\nOpen the report in a browser:\n${files.map((file) => `  ${file}`).join('\n')}`);
  trained.model.dispose();
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // whoever read the output, as `head`, has left
  throw error;
});

try {
  await main(program.parse().opts<Options>());
} catch (error) {
  if (!(error instanceof NeuronaError) && !isFileError(error)) throw error;
  console.error(error.message); // a person's mistake, or the machine's: no stack
  process.exitCode = 1;
}
