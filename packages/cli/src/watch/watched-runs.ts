// internal: the runs of a folder, as they are now
import { lstat, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { RunFolder, type RunRecord } from '../runs/run-folder.js';
import { listSettings } from '../settings/settings.js';

/** A run as it is now. */
export interface WatchedRun {
  /** Name of its folder. */
  readonly name: string;
  readonly recipe: string;
  readonly folder: string;
  /** In words, as `training, epoch 3 of 20, 40 s left`. */
  readonly state: string;
  readonly settings: ReadonlyMap<string, string>;
  /** Numbers of each epoch, of those that went on the later ones. */
  readonly epochs: readonly Readonly<Record<string, number>>[];
  readonly scores: Readonly<Record<string, number>>;
  readonly hasReport: boolean;
  /** When its drawing was changed, 0 where it has none. */
  readonly drawnAt: number;
}

const most = 20; // runs on the page, the latest

/** The runs in a folder, or the run that it is, the latest first; folders that are no whole runs are left out. */
export async function watchedRuns(folder: string): Promise<readonly WatchedRun[]> {
  const inside = await readdir(folder);
  const folders = inside.includes('run.json') ? [folder] : inside.map((name) => join(folder, name));
  const changed = await Promise.all(
    folders.map(async (one) => ({ one, at: await changedAt(join(one, 'run.json')) })),
  );
  const latest = changed
    .filter(({ at }) => at > 0)
    .sort((a, b) => b.at - a.at)
    .slice(0, most);
  const runs = await Promise.all(latest.map(({ one }) => readRun(one).catch(() => undefined)));
  return runs.filter((run) => run !== undefined);
}

/** When a plain file was changed, 0 where there is none. */
const changedAt = async (path: string): Promise<number> => {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() ? found.mtimeMs : 0;
};

async function readRun(folder: string): Promise<WatchedRun> {
  const run = await RunFolder.open(folder);
  const [record, { task, settings }, log] = [await run.read(), await run.recipe(), await run.readLog()];
  const epochs = new Map<number, Readonly<Record<string, number>>>();
  for (const { type, epoch, numbers } of log)
    if (type === 'epoch' && Number.isSafeInteger(epoch)) epochs.set(epoch as number, finiteIn(numbers));
  const reached = [...epochs].sort(([a], [b]) => a - b).map(([, numbers]) => numbers);
  return {
    name: basename(resolve(folder)),
    recipe: record.recipe,
    folder,
    state: stateOf(record, log.at(-1)),
    settings: new Map(
      listSettings(task.settings).map(({ name }) => {
        const [group, own] = name.split('.') as [string, string];
        return [name, String(settings[group]![own])];
      }),
    ),
    epochs: reached,
    scores: finiteIn(record.numbers),
    hasReport: (await changedAt(run.report)) > 0,
    drawnAt: await changedAt(run.drawing),
  };
}

function stateOf({ state, error }: RunRecord, last: Readonly<Record<string, unknown>> | undefined): string {
  if (state === 'failed') return `failed: ${error ?? 'for a reason unknown'}`;
  return state === 'training' ? placeOf(last) : state;
}

const silentMs = 60_000;

/** How far a training is, from the last line of its log. */
function placeOf(line: Readonly<Record<string, unknown>> | undefined): string {
  if (line === undefined) return 'begins';
  const { at, epoch, epochs, secondsLeft } = line;
  const silent = Date.now() - Number(at);
  if (silent > silentMs) return `silent for ${Math.round(silent / 60_000)} min: cut off, or in a long step`;
  const left = typeof secondsLeft === 'number' ? `, ${Math.ceil(secondsLeft)} s left` : '';
  return `training, epoch ${Number(epoch) + 1} of ${Number(epochs)}${left}`;
}

/** The finite numbers of a record, which may be anything. */
function finiteIn(raw: unknown): Record<string, number> {
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(
    Object.entries(raw).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );
}

/** Settings that are not the same in all runs: the name, and the value of each run. */
export function differingSettings(runs: readonly WatchedRun[]): string[][] {
  const names = new Set(runs.flatMap(({ settings }) => [...settings.keys()]));
  return [...names]
    .map((name) => [name, ...runs.map(({ settings }) => settings.get(name) ?? '')])
    .filter(([, ...values]) => new Set(values).size > 1);
}
