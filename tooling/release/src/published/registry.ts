import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { succeed } from '../tarballs.js';

/** A registry on this machine that holds what is published to it, and passes on the packages of npm's. */
export interface Registry {
  readonly url: string;
  /** What npm's settings have to be in the environment. */
  readonly environment: NodeJS.ProcessEnv;
  stop(): void;
}

const verdaccio = {
  private: true,
  dependencies: { verdaccio: '6.10.4', node: '24' }, // it needs a later Node.js than the packages do
  overrides: { 'node-fetch': '2.7.0' }, // it asks for a tag, which mirrors of npm's registry don't know
};

/** Installs and starts Verdaccio in a folder. Only this machine reaches it. */
export async function startRegistry(folder: string): Promise<Registry> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const settings = {
    storage: join(folder, 'storage'),
    uplinks: {
      npm: { url: process.env.npm_config_registry ?? 'https://registry.npmjs.org/', timeout: '120s' },
    },
    packages: {
      '@neurona/*': { access: '$all', publish: '$all' },
      neurona: { access: '$all', publish: '$all' },
      '**': { access: '$all', proxy: 'npm' },
    },
    max_body_size: '50mb',
    log: { type: 'stdout', format: 'json', level: 'warn' },
  };
  const npmrc = join(folder, 'npmrc');
  writeFileSync(join(folder, 'package.json'), JSON.stringify(verdaccio));
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(settings)); // JSON is YAML
  writeFileSync(npmrc, `registry=${url}\n//127.0.0.1:${port}/:_authToken=anyone\n`);
  await succeed('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], folder);
  const args = ['node_modules/verdaccio/bin/verdaccio', '--config', 'config.yaml', '--listen', url];
  const server = spawn(join(folder, 'node_modules/.bin/node'), args, { cwd: folder, stdio: 'ignore' });
  await answered(url, server);
  const environment = { npm_config_registry: url, npm_config_userconfig: npmrc };
  return { url, environment, stop: () => void server.kill() };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });
}

async function answered(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600 && server.exitCode === null; tries++) {
    const answer = await fetch(`${url}-/ping`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(200);
  }
  throw new Error(`[registry] expected an answer at ${url}, got none.`);
}
