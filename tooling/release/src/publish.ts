import { command } from '@neurona/checks/command';
import { publicPackages, root } from '@neurona/checks/workspace';
import { publishOrder } from './publish-order.js';
import { succeed, type Tarball } from './tarballs.js';

/** Where and how packages are published. */
export interface PublishOptions {
  /** Default npm's own registry. */
  readonly registry?: string | undefined;
  /** Whether the registry records from which commit and workflow a package was built; only a workflow can. */
  readonly provenance: boolean;
}

/** The command that publishes a package. A tarball is published as it is: no script of it runs. */
export const publishCommand = ({ path }: Tarball, { registry, provenance }: PublishOptions): string[] => [
  'npm',
  'publish',
  path,
  '--access=public',
  ...(provenance ? ['--provenance'] : []),
  ...(registry ? [`--registry=${registry}`] : []),
];

/**
 * Publishes packages in their order. Those that the registry has in this version are left out, so that a release that failed halfway
 * is completed by running it again.
 * @returns the packages that were published.
 */
export async function publishAll(tarballs: readonly Tarball[], options: PublishOptions): Promise<Tarball[]> {
  const published: Tarball[] = [];
  for (const tarball of tarballs) {
    if (await isPublished(tarball, options)) continue;
    const [name, ...args] = publishCommand(tarball, options);
    await succeed(name!, args, root);
    console.log(`published ${tarball.name}@${tarball.version}`);
    published.push(tarball);
  }
  return published;
}

/**
 * Throws an Error if the registry has a version that was just raised: the commit of that release is missing here, and what is published now
 * would be left out as if it were that.
 */
export async function checkNew(version: string, options: PublishOptions): Promise<void> {
  const first = publishOrder(publicPackages())[0]!; // which every release begins with
  if (await isPublished({ name: first.name, version }, options))
    throw new Error(
      `[release] expected a version that is new, got ${version}, which the registry has of ${first.name}: the commit of its release isn't here. Put the files back with "git reset --hard", and merge that commit.`,
    );
}

async function isPublished(
  { name, version }: Pick<Tarball, 'name' | 'version'>,
  { registry }: PublishOptions,
): Promise<boolean> {
  const where = registry ? [`--registry=${registry}`] : [];
  const { code, output } = await command('npm', ['view', `${name}@${version}`, 'version', ...where]);
  return code === 0 && output.includes(version);
}
