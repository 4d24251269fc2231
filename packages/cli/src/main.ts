#!/usr/bin/env node
// internal: the program of the binary `neurona`
import { runCommandLine } from './program.js';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // whoever read the output, as `head`, has left
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2));
