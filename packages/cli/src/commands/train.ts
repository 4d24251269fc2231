// internal: the command `train`
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { ArgumentError, type ProcessGroup } from '@neurona/backend';
import { listCheckpoints, lockFolder } from '@neurona/checkpoints';
import { type AnyModule, summary } from '@neurona/layers';
import { trainingReport } from '@neurona/plots';
import { manualSeed } from '@neurona/tensor';
import { type History, loadCheckpointWeights, ModelCheckpoint } from '@neurona/training';
import { untilInterrupted } from '../console/interrupt.js';
import { neurona } from '../console/started-as.js';
import { style, written } from '../console/style.js';
import { exitCodes, UsageError } from '../console/usage-error.js';
import { chooseDevice } from '../device.js';
import { isLaunched, joinGroup, startCommands, threadsOf } from '../distributed.js';
import type { Recipe } from '../recipes/recipe.js';
import { findRecipe } from '../recipes/recipe-file.js';
import { environment } from '../runs/environment.js';
import { progressLog } from '../runs/progress-log.js';
import { RunFolder, type RunRecord } from '../runs/run-folder.js';
import { saveRunWeights, weightsOf } from '../runs/run-weights.js';
import type { SettingGroups } from '../settings/setting.js';
import { changeSettings } from '../settings/settings.js';
import type { Evaluation, SplitData } from '../tasks/task.js';

/** What `neurona train` was told. */
export interface TrainOptions {
  readonly set: readonly string[];
  readonly data?: string;
  readonly epochs?: string;
  readonly seed?: string;
  readonly out?: string;
  readonly resume?: string;
  readonly device?: string;
  readonly json?: boolean;
  readonly allowCode?: boolean;
  readonly distributed?: 'mpi';
}

/** Trains a recipe, or goes on with a run; returns the exit code. */
export async function train(nameOrFile: string | undefined, options: TrainOptions): Promise<number> {
  if ((nameOrFile === undefined) === (options.resume === undefined)) {
    throw new UsageError(
      nameOrFile === undefined
        ? `Train what? Name a recipe, as "${neurona} train digits"; "${neurona} recipes" lists them.`
        : 'A run goes on with its own recipe: leave the recipe out beside --resume.',
    );
  }
  if (options.distributed !== undefined && !isLaunched()) {
    console.log(startCommands(process.argv.slice(2)));
    return exitCodes.done;
  }
  const group = await joinGroup(options.distributed);
  const { run, recipe, record } =
    options.resume === undefined ? await begin(nameOrFile!, options) : await goOn(options.resume, options);
  try {
    if (group !== undefined && group.rank > 0) return await trainAsOther(group, recipe, options);
    return await trainRun(run, recipe, record, options, group);
  } catch (error) {
    group?.fail(error);
    throw error;
  } finally {
    await group?.close();
  }
}

/** Whether data is from one of several sources, of which a folder is one. */
const hasFolders = ({ data }: SettingGroups): boolean =>
  data?.source?.kind === 'choice' && data.source.choices.includes('folder');

interface Start {
  readonly run: RunFolder | undefined;
  readonly recipe: Recipe;
  readonly record: RunRecord | undefined;
}

/** Settings of the command line that have an option of their own. */
const changesOf = ({ set, data, epochs, seed }: TrainOptions, groups: SettingGroups = {}): string[] => [
  ...(data === undefined ? [] : [...(hasFolders(groups) ? ['data.source=folder'] : []), `data.path=${data}`]),
  ...(epochs === undefined ? [] : [`training.epochs=${epochs}`]),
  ...(seed === undefined ? [] : [`training.seed=${seed}`]),
  ...set,
];

async function begin(nameOrFile: string, options: TrainOptions): Promise<Start> {
  const recipe = await findRecipe(nameOrFile, options);
  const { settings: groups } = recipe.task;
  const settings = changeSettings(groups, recipe.settings, changesOf(options, groups));
  return { run: undefined, recipe: { ...recipe, settings }, record: undefined };
}

async function goOn(folder: string, options: TrainOptions): Promise<Start> {
  const other = changesOf(options).find((change) => !change.startsWith('training.epochs='));
  if (other !== undefined || options.out !== undefined) {
    throw new UsageError(
      `A run goes on with the settings it began with; only --epochs may be changed, not ${other ?? '--out'}.`,
    );
  }
  const run = await RunFolder.open(folder);
  const [record, recipe] = [await run.read(), await run.recipe()];
  const settings = changeSettings(recipe.task.settings, recipe.settings, changesOf(options));
  const [asked, done] = [Number(settings.training!.epochs), await run.epochsDone()];
  if (asked < done) {
    throw new UsageError(
      `${folder} has ${done} epochs behind it, and --epochs ${asked} is fewer: it counts them from the beginning. "${neurona} train --resume ${folder} --epochs ${2 * done}" trains it further.`,
    );
  }
  return { run, recipe: { ...recipe, settings }, record };
}

async function trainRun(
  existing: RunFolder | undefined,
  recipe: Recipe,
  before: RunRecord | undefined,
  options: TrainOptions,
  group: ProcessGroup | undefined,
): Promise<number> {
  const { task, settings } = recipe;
  const device = await chooseDevice(options.device ?? before?.device ?? 'auto', group && threadsOf());
  manualSeed(Number(settings.training!.seed));
  const { facts, data, notes } = await task.load(settings);
  const model = await task.build(settings, facts); // before there is a folder: settings may not fit each other
  if (existing) await checkBase(existing, recipe, model);
  const run = existing ?? (await RunFolder.create('runs', recipe.name, options.out));
  const record: RunRecord = { recipe: recipe.name, state: 'training', facts, device: device.name };
  await run.checkFolders();
  const release = await lockFolder('neurona train', run.folder);
  const console = consoleOf(options);
  try {
    await run.begin(recipe, record);
    await run.addEnvironment(environment(device, process.argv.slice(2)));
    console.tell({ type: 'run', folder: run.folder, recipe: recipe.name, device: device.name });
    for (const note of notes) console.say(note);
    console.say(`Device: ${device.name} (${device.description}). Folder: ${style.bold(shownFolder(run))}`);
    return await trainIn(run, recipe, record, { model, data }, console, group);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await run.record({ ...record, state: 'failed', error: message }).catch(() => {}); // a full disk: the first error is told
    console.tell({ type: 'result', folder: run.folder, state: 'failed', error: message });
    throw error;
  } finally {
    await release();
  }
}

/** Throws before anything is written if adapters would go on to be trained on another model than the one that they began with. */
async function checkBase(run: RunFolder, { task, settings }: Recipe, model: AnyModule): Promise<void> {
  await run.checkFolders();
  const newest = task.adapters && (await listCheckpoints(run.checkpoints)).at(-1);
  if (!newest) return;
  await loadCheckpointWeights(model, newest.path).catch((error: unknown) => {
    if (error instanceof ArgumentError) throw new UsageError(task.adapters!.otherBase(settings, run.folder));
    // of a file that is damaged fit tells, which may have an older one
  });
}

const shownFolder = ({ folder }: RunFolder): string => relative('', folder) || '.';

/** What is printed: lines for people, or events for programs. */
interface TrainConsole {
  readonly isJson: boolean;
  say(line: string): void;
  tell(event: object): void;
}

const consoleOf = ({ json = false }: TrainOptions): TrainConsole => ({
  isJson: json,
  say: json ? () => {} : (line) => console.log(line),
  tell: json ? (event) => console.log(JSON.stringify(event)) : () => {},
});

async function trainIn(
  run: RunFolder,
  recipe: Recipe,
  record: RunRecord,
  { model, data }: Pick<Trained, 'model' | 'data'>,
  { isJson, say, tell }: TrainConsole,
  group: ProcessGroup | undefined,
): Promise<number> {
  const { task, settings } = recipe;
  const { shape, dtype = 'float32' } = task.inputs(settings, record.facts)[0]!;
  const layers = String(summary(model, [...shape], { dtype: dtype === 'int64' ? 'int32' : dtype }));
  const log = await run.openLog();
  const checkpoint = new ModelCheckpoint(run.checkpoints, {
    everyEpochs: 1,
    everySteps: 500,
    keepLast: 2,
    ...(task.monitor !== undefined && { monitor: task.monitor }),
    frozen: task.adapters === undefined, // a run of adapters begins with the model that they are for
  });
  const hear = progressLog(log);
  const { epochs, batchSize } = settings.training as { epochs: number; batchSize: number };
  let history: History;
  try {
    history = await untilInterrupted(
      (signal) =>
        task.fit(model, data, settings, {
          epochs,
          batchSize,
          signal,
          callbacks: [checkpoint],
          progress: !isJson,
          onProgress(event) {
            hear(event);
            tell(event);
          },
          resume: run.checkpoints,
          ...(group && { group }),
        }),
      () => say('Stopping after this step, and saving. Ctrl-C again stops at once.'),
    );
  } catch (error) {
    // where this fails too, the first error is told
    if (await saveBest(run, recipe, record, model, checkpoint.bestPath).catch(() => false)) {
      say(
        `The best weights until then are saved:  ${neurona} evaluate ${shownFolder(run)}    ${neurona} predict ${shownFolder(run)} <input>`,
      );
    }
    throw error;
  } finally {
    await log.close();
  }
  const ended = await finish(run, recipe, record, {
    model,
    data,
    history,
    layers,
    best: checkpoint.bestPath,
  });
  model.dispose();
  tell({ type: 'result', folder: run.folder, ...ended });
  tellEnd(run, recipe, ended, history, say);
  return ended.state === 'stopped' ? exitCodes.interrupted : exitCodes.done;
}

/** Trains as another rank than the first, which alone writes and prints. */
async function trainAsOther(group: ProcessGroup, recipe: Recipe, options: TrainOptions): Promise<number> {
  const { task, settings } = recipe;
  await chooseDevice(options.device ?? 'auto', threadsOf());
  manualSeed(Number(settings.training!.seed));
  const { facts, data } = await task.load(settings);
  const model = await task.build(settings, facts);
  const { epochs, batchSize } = settings.training as { epochs: number; batchSize: number };
  const { stopped } = await untilInterrupted(
    (signal) => task.fit(model, data, settings, { epochs, batchSize, signal, progress: false, group }),
    () => {},
  );
  model.dispose();
  return stopped === 'aborted' ? exitCodes.interrupted : exitCodes.done;
}

interface Trained {
  // biome-ignore lint/suspicious/noExplicitAny: of the task that made them
  readonly model: any;
  readonly data: SplitData;
  readonly history: History;
  readonly layers: string;
  readonly best: string;
}

/** Gives the model its best weights and writes them as the run's; false where none are kept. */
async function saveBest(
  run: RunFolder,
  recipe: Recipe,
  { facts }: RunRecord,
  model: Trained['model'],
  best: string,
): Promise<boolean> {
  if (!existsSync(best)) return false;
  await loadCheckpointWeights(model, best);
  await saveRunWeights(run, recipe, facts, model);
  return true;
}

/** Writes weights, report and run.json. */
async function finish(
  run: RunFolder,
  recipe: Recipe,
  record: RunRecord,
  { model, data, history, layers, best }: Trained,
): Promise<Pick<RunRecord, 'state' | 'numbers'> & { readonly text: string }> {
  const { task, settings } = recipe;
  const state = history.stopped === 'aborted' ? 'stopped' : 'completed';
  if (history.epochs.length === 0) {
    await run.record({ ...record, state });
    return { state, text: '' };
  }
  if (!(await saveBest(run, recipe, record, model, best)))
    await saveRunWeights(run, recipe, record.facts, model);
  const found: Evaluation = await task.evaluate(model, data.test, settings, record.facts);
  const shown = Object.entries(settings).flatMap(([group, values]) =>
    Object.entries(values).map(([name, value]): [string, string] => [`${group}.${name}`, String(value)]),
  );
  await run.writeReport(
    trainingReport(history, {
      title: recipe.about.replace(/[.:].*/s, ''),
      subtitle: `${recipe.name}, ${history.epochs.length} epochs in ${history.seconds.toFixed(0)} s${state === 'stopped' ? ', stopped before its end' : ''}`,
      summary: layers,
      settings: Object.fromEntries(shown),
      results: found.text,
      sections: found.sections,
    }),
  );
  await run.record({ ...record, state, numbers: found.numbers });
  return { state, numbers: found.numbers, text: found.text };
}

function tellEnd(
  run: RunFolder,
  recipe: Recipe,
  { state, text }: Pick<RunRecord, 'state'> & { readonly text: string },
  history: History,
  say: (line: string) => void,
): void {
  const folder = shownFolder(run);
  if (text !== '') say(`\n${written(text)}\n`);
  if (state === 'stopped') {
    say(
      `Stopped in epoch ${history.epochs.length + 1}; saved. To go on:\n  ${neurona} train --resume ${folder}`,
    );
    return;
  }
  say(`Report:   ${folder}/report.html, a page to open in a browser`);
  const weights = relative('', weightsOf(run, recipe));
  const { adapters } = recipe.task;
  if (adapters)
    say(`Adapters: ${weights}, as PEFT writes them\n${adapters.loadedBy(recipe.settings, weights)}`);
  else say(`Weights:  ${weights}`);
  const input = recipe.task.leastInputs > 0 ? ' <input>' : '';
  say(`Try it:   ${neurona} predict ${folder}${input}    ${neurona} export ${folder} --to onnx`);
}
