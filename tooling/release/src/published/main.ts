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
import { type Outcome, outcomeTable } from './outcomes.js';
import { projects } from './projects.js';
import { readmeProjects, readmesLeftOut } from './readme-projects.js';
import { startRegistry } from './registry.js';
import { runTrial } from './trial.js';

const program = new Command('npm run test:published')
  .description('Installs the packages from a registry on this machine into empty projects, and uses them.')
  .option('--only <text>', 'projects whose name has one of these texts in it, with commas between them')
  .option('--list', 'print the names of the projects, and run none')
  .parse();
const { only = '', list = false } = program.opts<{ only?: string; list?: boolean }>();
const wanted = only.split(',').map((text) => text.trim());
const trials = [...projects, ...readmeProjects()].filter(({ name }) =>
  wanted.some((text) => name.includes(text)),
);
if (trials.length === 0) program.error(`There is no project with "${only}" in its name: --list prints them.`);
if (list) {
  for (const { name } of trials) console.log(name);
  process.exit(0);
}

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

const outcomes: Outcome[] = [];
for (const [i, trial] of trials.entries()) {
  const place = join(folder, `project-${i}`);
  mkdirSync(place);
  const start = performance.now();
  const { ok, reason } = await runTrial(trial, place, registry.environment).catch((error: unknown) => ({
    ok: false,
    reason: String(error),
  }));
  const seconds = (performance.now() - start) / 1000;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${trial.name} (${seconds.toFixed(0)} s)`);
  if (!ok) console.log(reason.replace(/^/gm, '     '));
  outcomes.push({ name: trial.name, ok, seconds });
  rmSync(place, { recursive: true, force: true });
}
console.log(`\n${outcomeTable(outcomes)}`);
for (const { path, why } of only === '' ? readmesLeftOut() : []) console.log(`left out: ${path}, ${why}`);
const failed = outcomes.filter(({ ok }) => !ok);
const verdict = failed.length === 0 ? 'all work' : `failed: ${failed.map(({ name }) => name).join('; ')}`;
console.log(`neurona ${after} in ${trials.length} projects: ${verdict}`);
process.exit(failed.length === 0 ? 0 : 1);
