// Runs before a package is packed or published: refuses what would put a broken package into a registry.
import { existsSync, readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** Every file of the package that its package.json names, without the sources. */
function targets(value, key) {
  if (key === '@neurona/source') return [];
  if (typeof value === 'string') return value.startsWith('./dist/') ? [value] : [];
  return Object.entries(value ?? {}).flatMap(([name, inner]) => targets(inner, name));
}

function refuse(reason, advice) {
  console.error(`\n[${manifest.name}] ${reason} ${advice}\n`);
  process.exit(1);
}

const tool = process.env.npm_config_user_agent ?? '';
if (!tool.startsWith('pnpm/'))
  refuse(
    `expected to be packed by pnpm, got ${tool.split(' ')[0] || 'another tool'}, which leaves "workspace:^" and "catalog:" in the package.`,
    'Use `npm run release` at the root of the repository.',
  );

const { main, module, types, bin, exports, imports } = manifest;
const missing = targets({ main, module, types, bin, exports, imports }).filter((file) => !existsSync(file));
if (missing.length > 0)
  refuse(
    `expected a built package, got none of ${missing.length} files that package.json names (${missing[0]}).`,
    'Run `npm run build` at the root of the repository first.',
  );
