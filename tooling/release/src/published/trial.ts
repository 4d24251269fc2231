import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { openPage } from './page.js';

/** An empty project that installs packages and uses them. */
export interface Trial {
  readonly name: string;
  /** What `npm i` is given. */
  readonly install: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** Run one after another, with the binaries that are installed. */
  readonly commands: readonly (readonly string[])[];
  /** A folder with a page that is opened in Chromium after them. */
  readonly page?: string;
  /** What the last of them prints, or the page. */
  readonly expected: RegExp;
}

/** Whether a trial went well, and else why not. */
export interface Verdict {
  readonly ok: boolean;
  readonly reason: string;
}

/** Makes a trial's project in a folder. */
export async function runTrial(
  trial: Trial,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Verdict> {
  const files = {
    'package.json': JSON.stringify({ name: 'stranger', private: true, type: 'module' }),
    ...trial.files,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const install = ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...trial.install];
  let printed = '';
  for (const [name, ...args] of [install, ...trial.commands]) {
    const { code, output } = await run(name!, args, folder, environment);
    printed = output;
    if (code !== 0) return { ok: false, reason: `${name} ${args.join(' ')}: ${lastLines(output)}` };
  }
  if (trial.page !== undefined) printed = await openPage(join(folder, trial.page), trial.expected);
  if (trial.expected.test(printed)) return { ok: true, reason: '' };
  return { ok: false, reason: `expected ${trial.expected}, got ${lastLines(printed)}` };
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-25).join('\n');

function run(
  name: string,
  args: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly output: string }> {
  const PATH = [join(cwd, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment, PATH, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1' };
    const child = spawn(name, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
