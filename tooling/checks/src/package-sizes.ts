import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packedPackages } from './packed-packages.js';
import { read } from './workspace.js';

/** Packages that unpack to more than the bound beside this file, in kilobytes, or have none. */
export async function packageSizes(): Promise<string[]> {
  const bounds = JSON.parse(read('tooling/checks/src/package-sizes.json')) as Readonly<
    Record<string, number>
  >;
  return (await packedPackages()).flatMap(({ name, unpacked }) => {
    const kilobytes = Math.ceil(bytesIn(unpacked) / 1000);
    const bound = bounds[name];
    if (bound === undefined)
      return [`${name}: ${kilobytes} kB unpacked, and no bound in tooling/checks/src/package-sizes.json.`];
    return kilobytes <= bound
      ? []
      : [`${name}: ${kilobytes} kB unpacked, the bound is ${bound} kB (package-sizes.json).`];
  });
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => statSync(join(folder, path)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
