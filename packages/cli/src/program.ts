import { ArgumentError, NeuronaError } from '@neurona/backend';
import { Command, CommanderError, Option } from 'commander';
import { neurona } from './console/started-as.js';
import { style } from './console/style.js';
import { exitCodes, UsageError } from './console/usage-error.js';
import { version } from './version.js';

const collect = (value: string, list: readonly string[]): readonly string[] => [...list, value];

const deviceOption = (about: string): Option =>
  new Option('--device <name>', about).choices(['auto', 'node-gpu', 'webgpu', 'wasm', 'cpu']);

const jsonOption = (): Option => new Option('--json', 'print JSON, for programs');

/** The program with all its commands; `report` is told the exit code of those that have one of their own. */
function commands(report: (code: number) => void): Command {
  const program = new Command('neurona')
    .description(
      'Deep learning from the command line: train, evaluate and export networks without writing code.',
    )
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showHelpAfterError('Add --help to see what the command takes.')
    .configureHelp({ showGlobalOptions: false })
    .addHelpText(
      'after',
      `\nTo begin:  ${neurona} train digits\n\nExit codes: 0 done, 1 failed, 2 wrong command, 130 stopped by Ctrl-C and saved.`,
    );

  program
    .command('train')
    .summary('train a recipe, or go on with a run')
    .description(
      `Trains a recipe: one of "${neurona} recipes", or a JSON file. All that comes of it goes into a folder.\nCtrl-C once stops and saves, twice stops at once.`,
    )
    .argument('[recipe]', 'name of a recipe, or a file')
    .option(
      '--set <setting=value>',
      'change a setting, as optimizer.learningRate=3e-4; any number of times',
      collect,
      [],
    )
    .option('--data <path>', 'your own data: short for --set data.path=…')
    .option('--epochs <n>', 'passes over the data: short for --set training.epochs=…')
    .option('--seed <n>', 'same seed, same result: short for --set training.seed=…')
    .option('--out <folder>', 'folder of the run (default: runs/<recipe>-1, -2, …)')
    .option('--allow-code', 'let a recipe that is a program (.ts, .js) run: only for those that you trust')
    .addOption(
      new Option(
        '--distributed <kind>',
        'train by several processes: prints how to start them, or joins those that mpirun or srun started',
      ).choices(['mpi']),
    )
    .option('--resume <folder>', 'go on with a run where it stopped; the result is the same as if it had not')
    .addOption(deviceOption('where to compute (default: the best there is)'))
    .addOption(jsonOption())
    .action(async (recipe, options) =>
      report(await (await import('./commands/train.js')).train(recipe, options)),
    );

  const recipes = program
    .command('recipes')
    .summary('list, show or copy recipes')
    .description('Lists the recipes, shows the settings of one, or writes one to a file to change.');
  recipes
    .command('list', { isDefault: true })
    .description('list the recipes')
    .addOption(jsonOption())
    .action(async (options) => (await import('./commands/recipes.js')).listRecipes(options));
  recipes
    .command('show')
    .description('show the settings of a recipe')
    .argument('<recipe>', 'name of a recipe, or a file')
    .addOption(jsonOption())
    .action(async (recipe, options) => (await import('./commands/recipes.js')).showRecipe(recipe, options));
  recipes
    .command('copy')
    .description('write a recipe to a file, with comments that say what each setting is')
    .argument('<recipe>', 'name of a recipe')
    .argument('[file]', 'where to write it (default: <recipe>.json)')
    .action(async (recipe, file) => (await import('./commands/recipes.js')).copyRecipe(recipe, file));
  program
    .command('watch')
    .summary('show runs on a page, live and side by side')
    .description(
      'Serves a page with the curves of the runs in a folder, live and side by side, for this machine alone.',
    )
    .argument('[folder]', 'folder of runs, or of one run', 'runs')
    .option('--port <n>', 'port of the page; 0: any that is free', '0')
    .addOption(jsonOption())
    .action(async (folder, options) => (await import('./commands/watch.js')).watch(folder, options));
  addUses(program);
  addFiles(program);
  addMachine(program);
  return program;
}

/** Commands for the model of a run. */
function addUses(program: Command): void {
  const uses = () => import('./commands/use-run.js');
  program
    .command('evaluate')
    .description("Scores a run's model on the data that it has not learned from.")
    .summary("score a run's model")
    .argument('<run>', 'folder of a run, as runs/digits-1')
    .option(
      '--data <path>',
      "other data to score it on, all of it: a folder of pictures, a CSV or a text as the run's (default: what was held out)",
    )
    .addOption(deviceOption('where to compute (default: the best there is)'))
    .addOption(jsonOption())
    .action(async (run, options) => (await uses()).evaluate(run, options));
  program
    .command('predict')
    .summary("apply a run's model to pictures, tables, text")
    .description(
      "Applies a run's model to inputs: pictures, files of rows, text, as the run's task takes them.",
    )
    .argument('<run>', 'folder of a run, as runs/digits-1')
    .argument('[inputs...]', 'files, or text')
    .option(
      '--out <file>',
      "where a picture is written that the model draws (default: drawn.svg in the run's folder)",
    )
    .addOption(deviceOption('where to compute (default: the best there is)'))
    .addOption(jsonOption())
    .action(async (run, inputs, options) => (await uses()).predict(run, inputs, options));
  program
    .command('export')
    .summary("write a run's model for other programs")
    .description(
      "Writes a run's model for other programs: ONNX, safetensors, safetensors that PyTorch loads (torch), or a PyTorch program that trains on under torchrun (pytorch).",
    )
    .argument('<run>', 'folder of a run, as runs/digits-1')
    .addOption(
      new Option('--to <format>', 'what to write')
        .choices(['onnx', 'safetensors', 'torch', 'pytorch'])
        .default('onnx'),
    )
    .addOption(
      new Option('--format <format>', 'the same')
        .choices(['onnx', 'safetensors', 'torch', 'pytorch'])
        .hideHelp(),
    )
    .option('--out <file>', "where to write it (default: in the run's folder)")
    .addOption(
      new Option(
        '--quantize <type>',
        'weights of an ONNX file in 8 bits; what that costs is measured',
      ).choices(['int8']),
    )
    .option('--no-data', 'leave the examples out of a PyTorch program')
    .option('--model-only', 'write the model and its best weights as a PyTorch program, nothing to train it')
    .option('--overwrite', "replace a PyTorch program's folder that is there, with all that is in it")
    .action(async (run, { to, format = to, ...options }) =>
      format === 'pytorch'
        ? (await import('./commands/export-pytorch.js')).exportPyTorchProgram(run, options)
        : (await uses()).exportRun(run, { ...options, format }),
    );
  program
    .command('import')
    .summary('take over weights that PyTorch has trained, or of an ONNX file')
    .description(
      "Puts the weights that an exported PyTorch program has trained, or that are in an ONNX file of the same model, in the place of a run's own, which are kept beside them.",
    )
    .argument('<from>', "the program's folder, or a file of weights: .safetensors, .pt, .onnx")
    .argument('[run]', 'folder of the run that it was exported from')
    .action(async (from, run) => (await import('./commands/import-weights.js')).importWeights(from, run));
}

/** Commands for files of weights. */
function addFiles(program: Command): void {
  program
    .command('info')
    .summary('show what is in a file of weights, or in a run')
    .description(
      'Shows what is in a file: safetensors, PyTorch (.pt), ONNX, a checkpoint; or in the folder of a run.',
    )
    .argument('<file>', 'a file, or the folder of a run')
    .option('--all', 'show every tensor')
    .addOption(jsonOption())
    .action(async (file, options) => (await import('./commands/info.js')).info(file, options));
  program
    .command('convert')
    .summary('write weights of PyTorch or ONNX as safetensors')
    .description(
      'Writes the tensors of a file of PyTorch, ONNX or safetensors as safetensors. No code in the file runs.',
    )
    .argument('<from>', '.pt, .pth, .bin, .onnx or .safetensors')
    .argument('<to>', '.safetensors')
    .addOption(new Option('--floats <type>', 'how to store floating point').choices(['F32', 'F16', 'BF16']))
    .action(async (from, to, options) => (await import('./commands/convert.js')).convert(from, to, options));
}

/** Commands about this machine. */
function addMachine(program: Command): void {
  const machine = () => import('./commands/machine.js');
  program
    .command('devices')
    .description('Lists where this machine can compute.')
    .summary('list where this machine can compute')
    .addOption(jsonOption())
    .action(async (options) => (await machine()).showDevices(options));
  program
    .command('doctor')
    .description('Tells what works on this machine, and what to install for what does not.')
    .summary('tell what works here, and what to install')
    .addOption(jsonOption())
    .action(async (options) => (await machine()).doctor(options));
  program
    .command('bench')
    .description('Times a matrix product and steps of training on each device, for some seconds.')
    .summary('time this machine')
    .addOption(deviceOption('only this one (default: all that work)'))
    .addOption(jsonOption())
    .action(async (options) => (await import('./commands/bench.js')).bench(options));
}

/**
 * Runs the command line.
 * @param args - Arguments without those of Node.js, as `['train', 'digits']`.
 * @returns The exit code: 0 done, 1 failed, 2 wrong command, 130 stopped by Ctrl-C and saved.
 * @throws {@link ArgumentError} if they are no array of strings. What fails in a command is told on the console.
 * @example
 * await runCommandLine(['recipes', '--help']); // => 0
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  if (!Array.isArray(args) || args.some((arg) => typeof arg !== 'string'))
    throw new ArgumentError('runCommandLine', { expected: 'an array of strings', received: args });
  let code: number = exitCodes.done;
  const program = commands((reported) => {
    code = reported;
  });
  forAll(program, (command) => command.exitOverride());
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return codeOf(error);
  }
}

function forAll(command: Command, act: (one: Command) => void): void {
  act(command);
  for (const child of command.commands) forAll(child, act);
}

/** Tells what went wrong: of a person's mistake and of the machine's only the message. */
function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUse;
  const isExpected = error instanceof UsageError || error instanceof NeuronaError || isFileError(error);
  console.error(
    `${style.red('error:')} ${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}`,
  );
  return error instanceof UsageError ? exitCodes.wrongUse : exitCodes.failed;
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error;
