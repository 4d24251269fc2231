import type { Page } from 'playwright';
import { expect } from 'vitest';

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
interface MainThreadWork {
  /** The longest task, in milliseconds of processor time: the clock on the wall would count what other programs do. */
  readonly longest: number;
  /** Frames that were drawn. */
  readonly frames: number;
  /** Milliseconds of processor time for each frame, all tasks counted. */
  readonly perFrame: number;
}

/** Whether this machine is free and as fast as those that the limits are meant for: `npm run measure:pages`. */
const isMeasured = import.meta.env.MODE === 'measure';
const noPause = 50; // milliseconds: what browsers call a long task
const noHang = 500; // on any machine, whatever else it does: none of the pages' tasks took over 50 where thirty other programs wanted its two processors

/**
 * Prints what the page's main thread does while `work` runs, and tests that it leaves visitors no pause. How long its tasks
 * take depends on the machine, so that a task of over 50 ms, or less than `framesPerSecond`, fails only where it is measured.
 */
export async function expectResponsive(
  page: Page,
  when: string,
  work: () => Promise<void>,
  framesPerSecond = 0,
): Promise<void> {
  const { longest, frames, perFrame } = await watchMainThread(page, work);
  console.log(
    `Main thread ${when}: ${frames} frames, ${perFrame.toFixed(1)} ms of processor time each, at most ${longest.toFixed(1)} ms at once.`,
  );
  expect(longest, `longest task ${when}, in milliseconds`).toBeLessThan(isMeasured ? noPause : noHang);
  if (isMeasured && framesPerSecond > 0)
    expect(1000 / perFrame, `frames a second ${when}`).toBeGreaterThanOrEqual(framesPerSecond);
}

/** Watches the page's main thread while `work` runs. */
async function watchMainThread(page: Page, work: () => Promise<void>): Promise<MainThreadWork> {
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: ['toplevel', 'cc'] });
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

/**
 * Waits until the count of steps has changed so often, at most five seconds, or the training has come to its end: a short time holds
 * too few frames on a busy machine.
 */
export const snapshotsShown = (page: Page, times = 30): Promise<void> =>
  page.evaluate(
    (times) =>
      new Promise<void>((resolve) => {
        let left = times;
        const observer = new MutationObserver(() => {
          if (--left === 0 || isOver()) end();
        });
        const isOver = () => /^(Again|Otra vez)/.test(document.querySelector('.bar button')!.textContent);
        const end = () => {
          observer.disconnect();
          resolve();
        };
        const count = document.querySelector('.bar__count strong')!;
        observer.observe(count, { childList: true, characterData: true, subtree: true });
        setTimeout(end, isOver() ? 0 : 5000);
      }),
    times,
  );
