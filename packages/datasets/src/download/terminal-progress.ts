// internal: in Node.js; in a browser `#terminal-progress` is terminal-progress.browser.ts, see "imports" in package.json
import type { DownloadProgress } from './download-source.js';
import type { ProgressDisplay } from './progress-display.js';

/** Shorter downloads show nothing. */
const quietMs = 1000;
const lineEveryMs = 10_000;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** A bar on a terminal, and elsewhere a line now and then, both on the stream for messages. */
export function terminalProgress(): ProgressDisplay {
  const started = performance.now();
  let show: ProgressDisplay | undefined;
  let opening = false;
  let stopped = false;
  return {
    update(progress) {
      if (show) show.update(progress);
      if (show || opening || performance.now() - started < quietMs) return;
      if (!process.stderr.isTTY) {
        show = lines();
        return;
      }
      opening = true;
      openBar(progress).then(
        (bar) => {
          if (stopped) bar.stop();
          else show = bar;
        },
        () => {}, // a download continues without its bar
      );
    },
    stop() {
      stopped = true;
      show?.stop();
    },
  };
}

function lines(): ProgressDisplay {
  let last = Number.NEGATIVE_INFINITY;
  return {
    update({ name, loadedBytes, totalBytes }) {
      if (performance.now() - last < lineEveryMs) return;
      last = performance.now();
      const total = totalBytes === undefined ? '' : ` of ${megabytes(totalBytes)}`;
      process.stderr.write(`downloading ${name}: ${megabytes(loadedBytes)}${total} MB\n`);
    },
    stop() {},
  };
}

async function openBar({ name, loadedBytes, totalBytes }: DownloadProgress): Promise<ProgressDisplay> {
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar(
    {
      format: `${name} {bar} {loaded}/{size} MB  {rate} MB/s  {eta_formatted} left`,
      hideCursor: false, // Ctrl-C would leave the terminal without a cursor, or without breaking lines
      linewrap: true,
      clearOnComplete: true,
      etaBuffer: 50,
      fps: 10,
      gracefulExit: false, // Ctrl-C belongs to the program
    },
    cliProgress.Presets.shades_classic,
  );
  const started = performance.now();
  const payload = (loaded: number, total: number | undefined) => ({
    loaded: megabytes(loaded),
    size: total === undefined ? '?' : megabytes(total),
    rate: megabytes((1000 * (loaded - loadedBytes)) / Math.max(performance.now() - started, 1)),
  });
  bar.start(totalBytes ?? 0, loadedBytes, payload(loadedBytes, totalBytes));
  return {
    update: (progress) =>
      bar.update(progress.loadedBytes, payload(progress.loadedBytes, progress.totalBytes)),
    stop: () => bar.stop(),
  };
}
