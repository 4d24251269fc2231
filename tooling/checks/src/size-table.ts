import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SizesKb } from './bundle-sizes.js';
import { publicPackages, read, root } from './workspace.js';

const path = 'docs/sizes.md';

/** Writes the table of the packages' sizes from their bounds, or with `check` only compares; returns what differs. */
export function sizeTable(check: boolean): string[] {
  const text = table(boundsOf('bundle-sizes'), boundsOf('package-sizes'));
  if (existsSync(join(root, path)) && read(path) === text) return [];
  if (check) return [`${path}: is not what \`npm run generate\` writes.`];
  writeFileSync(join(root, path), text);
  return [];
}

const boundsOf = (name: string): SizesKb => JSON.parse(read(`tooling/checks/src/${name}.json`)) as SizesKb;

function table(downloads: SizesKb, unpacked: SizesKb): string {
  const kilobytes = (size: number | undefined): string => (size === undefined ? '—' : `${size} kB`);
  const packages = publicPackages().map(({ name }) => name);
  const programs = Object.keys(downloads).filter((name) => !packages.includes(name));
  const rows = [...packages, ...programs].map(
    (name) => `| ${name} | ${kilobytes(downloads[name])} | ${kilobytes(unpacked[name])} |`,
  );
  return `# Sizes

No package is larger than this: \`npm run check\` measures each. What a page downloads is minified and compressed by gzip, of the package
alone, without the packages that it imports and without what is loaded later, as data sets. What is installed is the package
unpacked, with its types, as ESM and as CommonJS.

| Package | A page downloads at most | Installed at most |
| --- | --- | --- |
${rows.join('\n')}

The last row is the first program of the [README](../README.md), bundled with everything that it uses, and with the devices that it may
run on.

The bounds are in \`tooling/checks/src/bundle-sizes.json\` and \`package-sizes.json\`; \`npm run generate\` writes this page.
`;
}
