import type { Page } from 'playwright';

/** A task of the browser's main thread, as its trace has it. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time in microseconds. */
  readonly tdur?: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

/** What the page's main thread had to do. */
export interface MainThreadWork {
  /** The longest task, in milliseconds of processor time: the clock on the wall would count what other programs do. */
  readonly longest: number;
  /** Frames that were drawn. */
  readonly frames: number;
  /** Milliseconds of processor time for each frame, all tasks counted: 22 leave room for 45 frames a second. */
  readonly perFrame: number;
}

/** Watches the page's main thread while `work` runs. */
export async function watchMainThread(page: Page, work: () => Promise<void>): Promise<MainThreadWork> {
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'cc'] });
  let recorded: Buffer | undefined;
  try {
    await work();
  } finally {
    recorded = await browser.stopTracing(); // also where the work fails: others want to trace too
  }
  const trace = JSON.parse(String(recorded)) as { traceEvents: TraceEvent[] };
  const mains = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const events = trace.traceEvents.filter(({ ph, pid, tid }) => ph === 'X' && mains.has(`${pid} ${tid}`));
  const tasks = events.filter(({ name, tdur }) => /RunTask$/.test(name) && tdur !== undefined);
  if (tasks.length === 0) throw new Error('The trace has no tasks of the main thread.');
  const frames = events.filter(({ name }) => name === 'ProxyMain::BeginMainFrame').length;
  const outer = tasks.filter(({ name }) => name === 'ThreadControllerImpl::RunTask'); // the others are inside or around these
  const total = outer.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
  return {
    longest: Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000,
    frames,
    perFrame: total / Math.max(frames, 1),
  };
}

/** The longest task of the page's main thread while `work` runs. */
export const longestTask = async (page: Page, work: () => Promise<void>): Promise<number> =>
  (await watchMainThread(page, work)).longest;

/** Prints what depends on the machine. */
export const printWork = ({ longest, frames, perFrame }: MainThreadWork): void =>
  console.log(
    `${frames} frames, ${perFrame.toFixed(1)} ms of processor time each, at most ${longest.toFixed(1)} ms at once.`,
  );

/** Waits until the count of steps has changed so often, at most five seconds: a short time holds too few frames on a busy machine. */
export const snapshotsShown = (page: Page, times = 30): Promise<void> =>
  page.evaluate(
    (times) =>
      new Promise<void>((resolve) => {
        let left = times;
        const observer = new MutationObserver(() => {
          if (--left === 0) end();
        });
        const end = () => {
          observer.disconnect();
          resolve();
        };
        const count = document.querySelector('.bar__count strong')!;
        observer.observe(count, { childList: true, characterData: true, subtree: true });
        setTimeout(end, 5000); // where the training is over before
      }),
    times,
  );
