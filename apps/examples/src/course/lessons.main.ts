// `npm run lessons`: runs every lesson and prints a table; the exit status is 1 if a number is not as expected.
import { DatasetError } from '@neurona/datasets';
import { Command, Option } from 'commander';
import { backendNames, chooseDevice } from '../demo/device.js';
import { howToGet } from './data-folder.js';
import { writeHandouts } from './handouts.js';
import { judge, type Outcome, passed, shortForm, verdictLines } from './judge.js';
import { lessons } from './lessons.js';

const program = new Command('npm run lessons --')
  .description('Runs every lesson of the course and compares its numbers with what is expected.')
  .addOption(
    new Option('--backend <name>', 'where to compute').choices(['auto', ...backendNames]).default('auto'),
  )
  .option('--write', 'also writes docs/lessons/ anew', false)
  .option('--short', 'the short forms, as tests run them', false)
  .allowExcessArguments(false)
  .parse();
const { backend, short, write } = program.opts<{ backend: string; short: boolean; write: boolean }>();
if (write) await writeHandouts();

for (const line of await chooseDevice(backend)) console.log(line);
const outcomes: Outcome[] = [];
const notRun: string[] = [];
for (const entry of lessons) {
  const whole = await entry.load();
  const lesson = short ? shortForm(whole) : whole;
  const outcome = await judge(lesson, lesson.settings, {
    print: () => {},
    draw: () => {},
    progress: false,
  }).catch((error: unknown) => {
    if (!(error instanceof DatasetError)) throw error;
    console.log(`\n${lesson.name}: not run. ${error.message}\n${howToGet(entry.data)}`);
    notRun.push(lesson.name);
  });
  if (!outcome) continue;
  console.log(`\n${lesson.name}: ${lesson.texts.en.title} (${outcome.seconds.toFixed(1)} s)`);
  console.log(verdictLines(outcome, 'en').join('\n'));
  outcomes.push(outcome);
}
const failed = outcomes.filter((outcome) => !passed(outcome)).map(({ lesson }) => lesson.name);
const verdict = failed.length === 0 ? 'all as expected' : `not as expected: ${failed.join(', ')}`;
const left = notRun.length === 0 ? '' : `; without their data: ${notRun.join(', ')}`;
const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
console.log(`\nlessons: ${outcomes.length} run in ${seconds.toFixed(0)} s, ${verdict}${left}`);
process.exitCode = failed.length + notRun.length === 0 ? 0 : 1;
