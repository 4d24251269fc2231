// Compiles assembly/ into src/generated/: the two modules, compressed, as base64 text, and the types of what they export.
// With --check it writes nothing and fails if the files don't hold what it would write.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateSync, inflateSync } from 'node:zlib';
import asc from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('..', import.meta.url));
const options = [
  'assembly/index.ts',
  ...['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--importMemory', '--noExportMemory'],
  ...['--initialMemory', '1', '--maximumMemory', '65536', '--enable', 'simd'],
];

async function compile(...more) {
  const outputs = {};
  const { error, stderr } = await asc.main([...options, ...more], {
    readFile: (name) => {
      try {
        return readFileSync(`${folder}${name}`, 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (name, contents) => {
      outputs[name] = contents;
    },
    listFiles: () => [],
  });
  const messages = stderr.toString();
  if (error || messages.includes('WARNING')) throw new Error(`${messages}${error?.message ?? ''}`);
  return outputs;
}

const head = '// Made by scripts/build-kernels.mjs from assembly/. Not to be edited.\n';

/** With this memory level deflate cuts its blocks so that they are smallest, by 2 %. */
const text = (name, comment, binary) =>
  `${head}\n/** ${comment} */\nexport const ${name}: string =\n  '${deflateSync(binary, { level: 9, memLevel: 7 }).toString('base64')}';\n`;

/** The exports as a TypeScript interface, from the declarations that the compiler writes. */
function types(declarations) {
  const functions = [...declarations.matchAll(/export function (\w+)\(([^)]*)\): (\w+);/g)].map(
    ([, name, parameters, result]) => `  ${name}(${parameters}): ${result};\n`,
  );
  const comment = '/** What the WebAssembly module exports. Addresses, sizes and strides are numbers. */\n';
  return `${head}\n${comment}export interface KernelExports {\n  readonly heapBase: { readonly value: number };\n${functions.join('')}}\n`;
}

const plain = await compile('-o', 'k.wasm', '--bindings', 'raw');
const relaxed = await compile('-o', 'k.wasm', '--enable', 'relaxed-simd');
const files = {
  'exports.ts': types(plain['k.d.ts']),
  'kernels.ts': text('kernels', 'The kernels, for WebAssembly with SIMD.', plain['k.wasm']),
  'relaxed-kernels.ts': text(
    'relaxedKernels',
    'The kernels, with fused multiply-add from relaxed SIMD.',
    relaxed['k.wasm'],
  ),
};
/** What a file says: compressed text as what it was before, as other versions of Node.js compress differently. */
const meaning = (contents) =>
  contents.replace(/'[\w+/=]{1000,}'/, (quoted) =>
    inflateSync(Buffer.from(quoted.slice(1, -1), 'base64')).toString('hex'),
  );

for (const [name, contents] of Object.entries(files)) {
  const path = `${folder}src/generated/${name}`;
  const present = existsSync(path) && meaning(readFileSync(path, 'utf8')) === meaning(contents);
  if (!process.argv.includes('--check')) {
    if (!present) writeFileSync(path, contents);
  } else if (!present) {
    console.error(
      `${path} is not what assembly/ compiles to. Run: pnpm --filter @neurona/backend-wasm generate`,
    );
    process.exitCode = 1;
  }
}
