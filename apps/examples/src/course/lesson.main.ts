// `npm run lesson <name>`: runs a lesson, with its settings as flags.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NeuronaError } from '@neurona/backend';
import { DatasetError } from '@neurona/datasets';
import { Command, InvalidArgumentError, Option } from 'commander';
import { backendNames, chooseDevice } from '../demo/device.js';
import { flagOf, parseSetting } from './command-line.js';
import { howToGet } from './data-folder.js';
import { judge, passed, verdictLines } from './judge.js';
import { type Language, type Lesson, languages, type Settings } from './lesson.js';
import { lessons } from './lessons.js';

interface CommonOptions extends Settings {
  readonly backend: string;
  readonly language: Language;
  readonly out: string;
}

const program = new Command('npm run lesson --')
  .description('Runs a lesson of the course: prints what it measures beside what is expected.')
  .helpCommand(false);

for (const entry of lessons) {
  const { settings, texts } = await entry.load();
  const command = program
    .command(entry.name)
    .description(texts.en.title)
    .addOption(
      new Option('--backend <name>', 'where to compute').choices(['auto', ...backendNames]).default('auto'),
    )
    .addOption(new Option('--language <code>', 'en or es').choices(languages).default('en'))
    .option('--out <folder>', 'where the pictures go', 'out')
    .allowExcessArguments(false);
  for (const [name, value] of Object.entries(settings)) {
    const option = new Option(`--${flagOf(name)} <value>`, texts.en.settings[name]).default(value);
    command.addOption(option.argParser((text) => parse(name, text, value)));
  }
  command.action((options: CommonOptions) => show(entry.load, options));
}

function parse(...setting: Parameters<typeof parseSetting>): ReturnType<typeof parseSetting> {
  try {
    return parseSetting(...setting);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

async function show(load: () => Promise<Lesson>, options: CommonOptions): Promise<void> {
  const lesson = await load();
  const { backend, language, out } = options;
  const settings = Object.fromEntries(Object.keys(lesson.settings).map((name) => [name, options[name]!]));
  const text = lesson.texts[language];
  const folder = join(resolve(process.env.INIT_CWD ?? process.cwd(), out), lesson.name);
  await mkdir(folder, { recursive: true }); // a folder that can't be written to is found before training
  for (const line of await chooseDevice(backend)) console.log(line);
  console.log(`\n${text.title}\n${text.question}\n`);

  const pictures: [path: string, svg: string][] = [];
  const interrupt = new AbortController();
  const onInterrupt = (): void => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
  };
  process.on('SIGINT', onInterrupt);
  const outcome = await judge(lesson, settings, {
    print: (line) => console.log(String(line)),
    draw: (name, svg) => pictures.push([join(folder, `${name}.svg`), svg]),
    signal: interrupt.signal,
    progress: true,
  });
  process.off('SIGINT', onInterrupt);
  for (const [path, svg] of pictures) await writeFile(path, svg);

  console.log(`\n${verdictLines(outcome, language).join('\n')}\n\n${text.conclusion}`);
  if (pictures.length > 0) console.log(`\n${pictures.map(([path]) => `  ${path}`).join('\n')}`);
  if (!passed(outcome)) process.exitCode = 1;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof NeuronaError) && !(error instanceof Error && 'syscall' in error)) throw error;
  console.error(error.message); // a person's mistake, or the machine's: no stack
  const { data = [] } = lessons.find(({ name }) => name === process.argv[2]) ?? {};
  if (error instanceof DatasetError && data.length > 0) console.error(howToGet(data));
  process.exitCode = 1;
}
