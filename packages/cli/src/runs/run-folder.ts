// internal: the folder of a training
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listCheckpoints, writeFileAtomically } from '@neurona/checkpoints';
import { neurona } from '../console/started-as.js';
import { UsageError } from '../console/usage-error.js';
import type { Recipe } from '../recipes/recipe.js';
import { parseRecipe, recipeValues } from '../recipes/recipe-file.js';

/** How far a run is. */
const runStates = ['training', 'stopped', 'completed', 'failed'] as const;
type RunState = (typeof runStates)[number];

/** What a run's folder says of it, in run.json. */
export interface RunRecord {
  readonly recipe: string;
  readonly state: RunState;
  /** Why it failed. */
  readonly error?: string;
  /** What the model has to know of its data. */
  readonly facts: unknown;
  readonly numbers?: Readonly<Record<string, number>>;
  /** The device that it was trained on. */
  readonly device: string;
}

/** Names of the files in a run's folder; nothing outside of it is ever written. */
const files = {
  record: 'run.json',
  settings: 'settings.json',
  environment: 'environment.json',
  log: 'log.jsonl',
  checkpoints: 'checkpoints',
  weights: 'model.safetensors',
  formerWeights: 'model-before-import.safetensors',
  adapters: 'adapters',
  formerAdapters: 'adapters-before-import',
  report: 'report.html',
  drawing: 'drawn.svg',
} as const;

const format = 1; // of run.json
const longest = 100_000_000; // bytes of a JSON file of a run

/** The folder of one training: its settings, environment, log, checkpoints, weights and report. */
export class RunFolder {
  private constructor(readonly folder: string) {}

  /** A folder for a training that begins: the first free of `digits-1`, `digits-2`, …, or the one that was asked for. */
  static async create(parent: string, name: string, asked: string | undefined): Promise<RunFolder> {
    if (asked !== undefined) {
      await mkdir(asked, { recursive: true });
      const inside = await readdir(asked);
      if (inside.length > 0) {
        const isRun = inside.includes(files.record);
        throw new UsageError(
          `${asked} isn't empty. ${isRun ? `It holds a run: "${neurona} train --resume ${asked}" goes on with it, or n` : 'N'}ame another folder with --out.`,
        );
      }
      return new RunFolder(asked);
    }
    await mkdir(parent, { recursive: true });
    for (let i = 1; ; i++) {
      const folder = join(parent, `${name}-${i}`);
      try {
        await mkdir(folder);
        return new RunFolder(folder);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }

  /** The folder of a training that has begun. */
  static async open(folder: string): Promise<RunFolder> {
    const inside = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(
        error.code === 'ENOENT'
          ? `There is no folder ${folder}.`
          : `${folder} can't be read as a run's folder: ${error.message}`,
      );
    });
    if (!inside.includes(files.record)) {
      throw new UsageError(
        `${folder} is no run: it has no ${files.record}. Name a folder that "${neurona} train" made, as runs/digits-1.`,
      );
    }
    return new RunFolder(folder);
  }

  get checkpoints(): string {
    return join(this.folder, files.checkpoints);
  }

  get weights(): string {
    return join(this.folder, files.weights);
  }

  /** The weights that an import has replaced. */
  get formerWeights(): string {
    return join(this.folder, files.formerWeights);
  }

  /** The adapters of a run that learns only those. */
  get adapters(): string {
    return join(this.folder, files.adapters);
  }

  /** The adapters that an import has replaced. */
  get formerAdapters(): string {
    return join(this.folder, files.formerAdapters);
  }

  get report(): string {
    return join(this.folder, files.report);
  }

  get drawing(): string {
    return join(this.folder, files.drawing);
  }

  /** Writes what begins a run, run.json last: without it the folder is no run. */
  async begin(recipe: Recipe, record: RunRecord): Promise<void> {
    await this.writeJson(files.settings, recipeValues(recipe.task, recipe.about, recipe.settings));
    await this.record(record);
  }

  /** Writes how far the run is. */
  record(record: RunRecord): Promise<void> {
    return this.writeJson(files.record, { format, ...record });
  }

  /** What run.json says. */
  async read(): Promise<RunRecord> {
    const raw = (await this.readJson(files.record)) as Partial<RunRecord> & { format?: unknown };
    const isKnown = raw !== null && typeof raw === 'object' && raw.format === format;
    if (
      !isKnown ||
      typeof raw.recipe !== 'string' ||
      typeof raw.device !== 'string' ||
      !isState(raw.state) ||
      !['undefined', 'string'].includes(typeof raw.error)
    ) {
      throw new UsageError(
        `${join(this.folder, files.record)} isn't of this version of neurona, or damaged. Train again.`,
      );
    }
    return raw as RunRecord;
  }

  /** What was trained. */
  async recipe(): Promise<Recipe> {
    const path = join(this.folder, files.settings);
    const recipe = parseRecipe(await this.readText(files.settings), path);
    return { ...recipe, name: (await this.read()).recipe };
  }

  /** Adds where and how the run went on: a machine, a device, a command. */
  async addEnvironment(environment: object): Promise<void> {
    const before = await this.readJson(files.environment).catch(() => []);
    await this.writeJson(files.environment, [...(Array.isArray(before) ? before : []), environment]);
  }

  /** Writes the report. */
  writeReport(page: string): Promise<void> {
    return writeFileAtomically(this.report, new TextEncoder().encode(page));
  }

  /** Opens the log to add lines. A link in its place is refused: it might lead out of the folder. */
  async openLog(): Promise<{ add(line: object): void; close(): Promise<void> }> {
    const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0 } = constants;
    const handle = await open(
      join(this.folder, files.log),
      O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW,
      0o644,
    );
    let last: Promise<unknown> = Promise.resolve();
    return {
      add(line) {
        last = last.then(() => handle.appendFile(`${JSON.stringify(line)}\n`));
        last.catch(() => {}); // told by close
      },
      async close() {
        try {
          await last;
        } finally {
          await handle.close();
        }
      },
    };
  }

  /** The lines of the log that are whole. */
  async readLog(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const text = await this.readText(files.log).catch(() => '');
    return text.split('\n').flatMap((line) => {
      try {
        const value: unknown = JSON.parse(line);
        return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : [];
      } catch {
        return []; // a line that was being written
      }
    });
  }

  /** How many epochs it has trained, by its log. */
  async epochsDone(): Promise<number> {
    const epochs = (await this.readLog()).flatMap(({ type, epoch }) =>
      type === 'epoch' && Number.isSafeInteger(epoch) ? [Number(epoch) + 1] : [],
    );
    return epochs.reduce((most, one) => Math.max(most, one), 0);
  }

  /** Throws where checkpoints or adapters would be written or read elsewhere, through a link. */
  async checkFolders(): Promise<void> {
    for (const path of [this.checkpoints, this.adapters]) {
      const found = await lstat(path).catch(() => undefined);
      if (found && !found.isDirectory())
        throw new UsageError(`${path} should be a folder, and is a link or a file.`);
    }
  }

  /** Whether there is a checkpoint to go on from. */
  async hasCheckpoints(): Promise<boolean> {
    await this.checkFolders();
    return (await listCheckpoints(this.checkpoints)).length > 0;
  }

  private writeJson(name: string, value: unknown): Promise<void> {
    return writeFileAtomically(
      join(this.folder, name),
      new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`),
    );
  }

  private async readJson(name: string): Promise<unknown> {
    const text = await this.readText(name);
    try {
      return JSON.parse(text);
    } catch {
      throw new UsageError(`${join(this.folder, name)} is damaged: it is no JSON.`);
    }
  }

  private async readText(name: string): Promise<string> {
    const path = join(this.folder, name);
    const found = await lstat(path).catch(() => undefined);
    if (!found?.isFile()) throw new UsageError(`${path} is missing, or no plain file.`);
    if (found.size > longest) throw new UsageError(`${path} is too large.`);
    return await readFile(path, 'utf8');
  }
}

const isState = (state: unknown): state is RunState => runStates.some((one) => one === state);
