import { defaultGenerator, manualSeed } from '@neurona/tensor';
import type { CreateTrainer, Trainer, TrainerContext } from './protocol.js';
import { transferred, unwrapped } from './transfer.js';

/**
 * A trainer of several runs that go on together, step by step, from the same seed with the same random numbers: for what is to be
 * compared. Its snapshot holds one of each run; questions go to the first.
 * @param create - Makes a run.
 * @param runsOf - The settings of each run, out of those of the page.
 */
export const sideBySide =
  <Settings, Snapshot>(
    create: CreateTrainer<Settings, Snapshot>,
    runsOf: (settings: Settings) => readonly Settings[],
  ): CreateTrainer<Settings, readonly Snapshot[]> =>
  async (settings, seed, context) => {
    const runs: Run<Settings, Snapshot>[] = [];
    for (const own of runsOf(settings)) runs.push(await begin(create, own, seed, context));
    return together(runs, runsOf);
  };

interface Run<Settings, Snapshot> {
  readonly trainer: Trainer<Settings, Snapshot>;
  /** Where it is in its random numbers. */
  random: ReturnType<typeof defaultGenerator>['state'];
  isDone: boolean;
}

async function begin<Settings, Snapshot>(
  create: CreateTrainer<Settings, Snapshot>,
  settings: Settings,
  seed: number,
  context: TrainerContext,
): Promise<Run<Settings, Snapshot>> {
  manualSeed(seed);
  const trainer = await create(settings, seed, context);
  return { trainer, random: defaultGenerator().state, isDone: false };
}

function together<Settings, Snapshot>(
  runs: readonly Run<Settings, Snapshot>[],
  runsOf: (settings: Settings) => readonly Settings[],
): Trainer<Settings, readonly Snapshot[]> {
  const { answers } = runs[0]!.trainer;
  return {
    async step() {
      for (const run of runs) {
        if (run.isDone) continue;
        defaultGenerator().state = run.random;
        run.isDone = (await run.trainer.step()) === true;
        run.random = defaultGenerator().state;
      }
      return runs.every(({ isDone }) => isDone);
    },
    async snapshot() {
      const shown: Snapshot[] = [];
      const buffers: Transferable[] = [];
      for (const { trainer } of runs) {
        const [snapshot, handedOver] = unwrapped(await trainer.snapshot());
        shown.push(snapshot as Snapshot);
        buffers.push(...handedOver);
      }
      return transferred(shown, buffers);
    },
    update(settings) {
      const own = runsOf(settings);
      for (const run of runs) run.isDone = false;
      return own.length === runs.length && runs.every(({ trainer }, i) => trainer.update?.(own[i]!) === true);
    },
    ...(answers && { answers }),
    dispose() {
      for (const { trainer } of runs) trainer.dispose();
    },
  };
}
