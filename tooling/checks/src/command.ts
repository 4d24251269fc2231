import { spawn } from 'node:child_process';
import { root } from './workspace.js';

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs a command at the repository's root and collects what it prints. */
export function command(name: string, args: readonly string[], cwd = root): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(name, args, {
      cwd,
      shell: process.platform === 'win32' && name !== 'node',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ code: 1, output: `${name}: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
