import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startedAs } from './started-as.js';

const files = [join('/p/node_modules/.bin', 'neurona'), join('/npm', 'neurona.cmd')];

it.each<[title: string, agent: string | undefined, script: string, path: string, typed: string]>([
  ['a program that a shell finds', undefined, '/usr/bin/neurona', '/usr/bin:/bin', 'neurona'],
  ['npx', 'npm/10.8.2 node/v20.20.2', '/p/node_modules/.bin/neurona', '/p/node_modules/.bin', 'npx neurona'],
  ['pnpm', 'pnpm/10.0.0 npm/? node/v20.20.2', '/p/node_modules/.bin/neurona', '', 'pnpm exec neurona'],
  ['yarn', 'yarn/4.0.0 npm/? node/v20.20.2', '/p/node_modules/.bin/neurona', '', 'yarn neurona'],
  ['bun', 'bun/1.3.0', '/p/node_modules/.bin/neurona', '', 'bunx neurona'],
  ['another package manager', 'vlt/1.0.0', '/p/node_modules/.bin/neurona', '', 'npx neurona'],
  ['its path', undefined, '/p/node_modules/.bin/neurona', '/usr/bin', 'npx neurona'],
  ['a folder on the path', undefined, '/p/node_modules/.bin/neurona', '/p/node_modules/.bin', 'neurona'],
  ['a shim of pnpm', undefined, '/p/node_modules/neurona/dist/bin.js', '/usr/bin', 'npx neurona'],
  ['a shim on the path', undefined, '/p/node_modules/neurona/dist/bin.js', '/p/node_modules/.bin', 'neurona'],
  ['a shim for all', undefined, '/usr/lib/node_modules/neurona/dist/bin.js', '/npm', 'neurona'],
])('names what to type after a start by %s', (_, agent, script, path, typed) => {
  expect(
    startedAs({ npm_config_user_agent: agent, PATH: path }, script, (file) => files.includes(file)),
  ).toBe(typed);
});
