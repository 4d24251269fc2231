// `npm run test:published`: publishes the packages, as a release would, to a registry on this machine, and uses them in empty projects.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { build } from '../build.js';
import { publishAll } from '../publish.js';
import { buildVersioned, repositoryCopy } from '../repository-copy.js';
import { packAll } from '../tarballs.js';
import { raiseVersions } from '../versions.js';
import { projects } from './projects.js';
import { readmeProjects } from './readme-projects.js';
import { startRegistry } from './registry.js';
import { runTrial } from './trial.js';

const program = new Command('npm run test:published')
  .description('Installs the packages from a registry on this machine into empty projects, and uses them.')
  .option('--only <text>', 'projects whose name has this text in it')
  .parse();
const { only = '' } = program.opts<{ only?: string }>();

const folder = mkdtempSync(join(tmpdir(), 'neurona-published-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

await build();
const repository = await repositoryCopy();
const { after } = await raiseVersions(repository);
await buildVersioned(repository);
const tarballs = await packAll(repository, join(folder, 'tarballs'));
const registry = await startRegistry(join(folder, 'registry'));
process.once('exit', () => registry.stop());
Object.assign(process.env, registry.environment);
await publishAll(tarballs, { registry: registry.url, provenance: false });

const failed: string[] = [];
const trials = [...projects, ...readmeProjects()].filter(({ name }) => name.includes(only));
for (const [i, trial] of trials.entries()) {
  const place = join(folder, `project-${i}`);
  mkdirSync(place);
  const start = performance.now();
  const { ok, reason } = await runTrial(trial, place, registry.environment);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(
    `${ok ? 'ok  ' : 'FAIL'} ${trial.name} (${seconds} s)${ok ? '' : `\n${reason.replace(/^/gm, '     ')}`}`,
  );
  if (!ok) failed.push(trial.name);
  rmSync(place, { recursive: true, force: true });
}
const verdict = failed.length === 0 ? 'all work' : `failed: ${failed.join('; ')}`;
console.log(`neurona ${after} in ${trials.length} projects: ${verdict}`);
process.exit(failed.length === 0 ? 0 : 1);
