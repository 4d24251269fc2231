import { exitCode } from './command.js';

process.exitCode = await exitCode(process.argv.slice(2));
