// The last step of a build: lets the types of ESM be those of CommonJS, so that one class has one type, however it was imported, and is
// stated once. The types of entry points that are ESM alone become ESM. The declarations of single files have served.
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'dist';
const names = readdirSync(folder).flatMap((file) =>
  file.endsWith('.d.cts') ? [file.slice(0, -'.d.cts'.length)] : [],
);
for (const name of names) {
  const types = join(folder, `${name}.d.ts`);
  if (existsSync(join(folder, `${name}.cjs`))) writeFileSync(types, `export * from './${name}.cjs';\n`);
  else if (existsSync(join(folder, `${name}.js`))) renameSync(join(folder, `${name}.d.cts`), types);
}
rmSync('.cache/types', { recursive: true, force: true });
