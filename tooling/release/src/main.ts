// `npm run release`: raises the versions by the changesets, builds, packs, publishes in order of dependencies and tags.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@neurona/checks/workspace';
import { Command } from 'commander';
import { build } from './build.js';
import { checkNew, publishAll, publishCommand } from './publish.js';
import { buildVersioned, repositoryCopy } from './repository-copy.js';
import { packAll, succeed } from './tarballs.js';
import { newestChanges, raiseVersions } from './versions.js';

const program = new Command('npm run release')
  .description(
    'Publishes the packages: versions, changelogs, build, tarballs, registry, tag. See docs/releasing.md.',
  )
  .option('--dry-run', 'do it in a copy of what is committed, and publish and tag nothing', false)
  .option('--registry <url>', "another registry than npm's")
  .option('--no-provenance', 'publish without a statement of origin, which only a workflow can make')
  .parse();
const { dryRun, ...options } = program.opts<{ dryRun: boolean; registry?: string; provenance: boolean }>();

async function release(): Promise<void> {
  const dirty = await succeed('git', ['status', '--porcelain'], root);
  if (dirty !== '') {
    if (!dryRun) throw new Error(`[release] expected everything to be committed, got changes:\n${dirty}`);
    console.log('What is not committed is left out.');
  }
  if (dryRun) await build();
  const repository = dryRun ? await repositoryCopy() : root;
  const { before, after, changes } = await raiseVersions(repository);
  console.log(`versions    ${before} → ${after}, ${changes} changes`);
  for (const [name, text] of newestChanges(repository))
    console.log(
      `changelog   ${name}: ${text.match(/^- /gm)?.length ?? 0} entries for ${text.split('\n')[0]}`,
    );
  if (dryRun) await buildVersioned(repository);
  else {
    if (changes > 0) {
      await succeed('git', ['add', '--all'], root);
      await checkNew(after, options);
      await succeed('git', ['commit', '--quiet', '--message', `Release ${after}`], root);
    }
    await build();
  }
  const folder = join(root, 'out/release');
  rmSync(folder, { recursive: true, force: true });
  const tarballs = await packAll(repository, folder);
  for (const { path } of tarballs) console.log(`packed      ${path}`);
  const tag = `v${after}`;
  if (dryRun) {
    for (const tarball of tarballs) console.log(`would run   ${publishCommand(tarball, options).join(' ')}`);
    console.log(`would run   git tag --annotate ${tag} --message 'Release ${after}'`);
    return;
  }
  await publishAll(tarballs, options);
  await succeed('git', ['tag', '--annotate', tag, '--message', `Release ${after}`], root);
  console.log(`tagged ${tag}: \`git push --follow-tags\` publishes the commit and the tag.`);
}

try {
  await release();
} catch (error) {
  program.error((error as Error).message);
}
