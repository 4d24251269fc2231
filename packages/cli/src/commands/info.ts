// internal: the command `info`
import { stat } from 'node:fs/promises';
import { plain, sizeInWords, style, textTable } from '../console/style.js';
import { type FileContents, readContents } from '../files/file-contents.js';
import { settingRows } from '../recipes/recipe-file.js';
import { RunFolder } from '../runs/run-folder.js';

const longest = 200; // characters of a fact that are shown

/** What `neurona info` was told. */
export interface InfoOptions {
  readonly json?: boolean;
  readonly all?: boolean;
}

/** Shows what is in a file of weights, or in the folder of a run. */
export async function info(path: string, options: InfoOptions): Promise<void> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return await runInfo(await RunFolder.open(path), options);
  const contents = await readContents(path);
  if (options.json) console.log(JSON.stringify(contents));
  else printContents(path, contents, options.all === true);
}

const mostShown = 60; // tensors, unless all are asked for

function printContents(path: string, { kind, facts, tensors }: FileContents, all: boolean): void {
  const bytes = tensors.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const values = tensors.reduce(
    (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
  console.log(
    `${style.bold(path)}: ${kind}, ${tensors.length} tensors, ${values.toLocaleString('en')} values, ${sizeInWords(bytes)}`,
  );
  if (facts.length > 0) {
    console.log();
    console.log(
      textTable(
        ['says', ''],
        facts.map(([name, value]) => [plain(name), shorten(plain(value))]),
      ),
    );
  }
  if (tensors.length === 0) return;
  const shown = all ? tensors : tensors.slice(0, mostShown);
  const rows = shown.map(({ name, dtype, shape, sizeBytes }) => [
    plain(name),
    dtype,
    `[${shape.join(', ')}]`,
    sizeInWords(sizeBytes),
  ]);
  console.log(`\n${textTable(['tensor', 'type', 'shape', 'size'], rows)}`);
  if (shown.length < tensors.length)
    console.log(`… and ${tensors.length - shown.length} more: --all shows them.`);
}

async function runInfo(run: RunFolder, { json }: InfoOptions): Promise<void> {
  const [record, recipe, log] = [await run.read(), await run.recipe(), await run.readLog()];
  const epochs = log.filter(({ type }) => type === 'epoch');
  const { task, settings } = recipe;
  if (json) {
    console.log(JSON.stringify({ ...record, task: task.name, settings, epochs: epochs.length }));
    return;
  }
  const last = (epochs.at(-1)?.numbers ?? {}) as Readonly<Record<string, unknown>>;
  const written = (numbers: Readonly<Record<string, unknown>>): string =>
    Object.entries(numbers)
      .map(([name, value]) => `${plain(name)} ${Number(value).toPrecision(4)}`)
      .join('  ');
  console.log(
    `${style.bold(run.folder)}: a run of the recipe ${plain(record.recipe)} (${task.name}), ${record.state}\n`,
  );
  console.log(
    textTable(
      ['what', ''],
      [
        ['device', plain(record.device)],
        ...(record.error === undefined ? [] : [['error', shorten(plain(record.error))]]),
        ['last epoch', written(last) || 'none yet'],
        ['scores', record.numbers ? written(record.numbers) : 'none yet'],
      ],
    ),
  );
  console.log(`\n${textTable(['setting', 'value', 'what it is'], settingRows(task, settings))}`);
}

const shorten = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
