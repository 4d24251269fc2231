import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { torchEnvironment } from './torch-environment.js';

/** A program in Python that answers each line with a line. */
export interface TorchProcess {
  /** Its next line. Throws an error with the program's last words where it ended. */
  nextLine(): Promise<string>;
  ask(line: string): Promise<string>;
  /** Waits for its end. */
  end(): Promise<void>;
}

/** Starts a program on PyTorch, with one thread or so many. */
export function startTorch(python: string, args: readonly string[], threads = 1): TorchProcess {
  const env = { ...torchEnvironment(process.env, undefined, threads), PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn(python, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint += text;
  });
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) =>
      resolve(complaint.trim().split('\n').at(-1) || `${python} ended with status ${code}`),
    );
  });
  child.stdin.on('error', () => {}); // the end of the process is reported by `ended`
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done) throw new Error(await ended);
    return line.value;
  };
  return {
    nextLine,
    async ask(line) {
      child.stdin.write(`${line}\n`);
      return nextLine();
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}

const lookForTorch = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";

/**
 * The interpreter that the variable NEURONA_PYTHON names, else the first of some that knows PyTorch.
 * @throws An error that says why, if there is none.
 */
export function pythonWithTorch(): string {
  const named = process.env.NEURONA_PYTHON;
  const candidates = named ? [named] : ['python3', '/usr/bin/python3'];
  const found = candidates.find((python) => spawnSync(python, ['-c', lookForTorch]).status === 0);
  if (found) return found;
  throw new Error(`no PyTorch: ${candidates.join(' and ')} don't have torch (NEURONA_PYTHON names another)`);
}
