import { programsOf } from '@neurona/checks/readme-programs';
import type { Trial } from './trial.js';

/** The program that all projects run: the first of the README of `neurona`. */
const program = programsOf('packages/neurona/README.md')[0]!.code;
/** The same for pages, whose console shows objects as such. */
const pageProgram = program.replaceAll(/console\.log\((.*)\);/g, 'console.log(String($1));');
const trained = /accuracy\s+0\.9\d\d[\s\S]*wasm: WebAssembly/;

/** The same as a function of the console, for scripts that may not wait at their top. */
const inFunction = (code: string): string =>
  code.replace(/^(import .*\n)/, '$1async function main(console) {\n').concat('}\n');

const typescript = (name: string, version: number, compilerOptions: object): Trial => ({
  name: `TypeScript ${version}, ${name}`,
  install: ['neurona', `typescript@${version}`, '@types/node@20'],
  files: {
    'index.ts': program,
    'tsconfig.json': JSON.stringify({
      compilerOptions: { strict: true, target: 'es2022', types: ['node'], ...compilerOptions },
      include: ['index.ts'],
    }),
  },
  commands: [['tsc'], ['node', 'index.js']],
  expected: trained,
});

/** What Node.js resolves, and what bundlers do. */
const node16 = { module: 'node16' };
const bundler = { module: 'esnext', moduleResolution: 'bundler' };

const html = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Trial</title>${script}\n`;

const languages: readonly Trial[] = [
  {
    name: 'ESM',
    install: ['neurona'],
    files: { 'index.js': program },
    commands: [['node', 'index.js']],
    expected: trained,
  },
  {
    name: 'CommonJS',
    install: ['neurona'],
    files: {
      'index.cjs': program
        .replace("import * as nn from 'neurona';", "const nn = require('neurona');\n(async () => {")
        .concat('})();\n'),
    },
    commands: [['node', 'index.cjs']],
    expected: trained,
  },
  typescript('node16', 6, { ...node16, skipLibCheck: false }),
  typescript('bundler', 6, { ...bundler, skipLibCheck: false }),
  typescript('node16', 5, { ...node16, skipLibCheck: true }), // its types of the DOM lack WebGPU
  typescript('bundler', 5, { ...bundler, skipLibCheck: true }),
  {
    name: 'one package: neurona/tensor, @neurona/tensor',
    install: ['neurona', '@neurona/tensor', '@neurona/backend', '@neurona/backend-wasm'],
    files: {
      'index.js': `import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { tensor } from '@neurona/tensor';
import { tensor as same } from 'neurona/tensor';

await useBackend(wasm());
console.log(tensor === same, await tensor([1, 2]).add(same([3, 4])).array());
`,
    },
    commands: [['node', 'index.js']],
    expected: /^true \[ 4, 6 \]/,
  },
  {
    name: 'worker thread',
    install: ['neurona'],
    files: {
      'index.js':
        "import { Worker } from 'node:worker_threads';\nnew Worker(new URL('work.js', import.meta.url));\n",
      'work.js': program,
    },
    commands: [['node', 'index.js']],
    expected: trained,
  },
  {
    name: 'command line',
    install: ['neurona'],
    files: {},
    commands: [
      ['neurona', '--version'],
      ['neurona', 'train', 'digits', '--epochs', '1', '--out', 'run', '--device', 'wasm'],
      ['ls', 'run'],
    ],
    expected: /safetensors/,
  },
];

const bundlers: readonly Trial[] = [
  {
    name: 'Vite 8',
    install: ['neurona', 'vite@8'],
    files: { 'index.html': html('<script type="module" src="/main.js"></script>'), 'main.js': pageProgram },
    commands: [['vite', 'build']],
    page: 'dist',
    expected: trained,
  },
  {
    name: 'webpack 5',
    install: ['neurona', 'webpack@5', 'webpack-cli@6'],
    files: { 'dist/index.html': html('<script src="main.js"></script>'), 'src/index.js': pageProgram },
    commands: [['webpack', '--mode', 'production']],
    page: 'dist',
    expected: trained,
  },
  {
    name: 'esbuild',
    install: ['neurona', 'esbuild'],
    files: {
      'dist/index.html': html('<script type="module" src="main.js"></script>'),
      'main.js': pageProgram,
    },
    commands: [
      ['esbuild', 'main.js', '--bundle', '--minify', '--splitting', '--format=esm', '--outdir=dist'],
    ],
    page: 'dist',
    expected: trained,
  },
  {
    name: 'web worker, with Vite 8',
    install: ['neurona', 'vite@8'],
    files: {
      'index.html': html('<script type="module" src="/main.js"></script>'),
      'main.js':
        "const worker = new Worker(new URL('./work.js', import.meta.url), { type: 'module' });\nworker.onmessage = ({ data }) => console.log(data);\n",
      'work.js': `const console = { log: (value) => postMessage(String(value)) };\n${program}`,
      'vite.config.js': "export default { worker: { format: 'es' } };\n",
    },
    commands: [['vite', 'build']],
    page: 'dist',
    expected: trained,
  },
  {
    name: 'service worker, with esbuild',
    install: ['neurona', 'esbuild'],
    files: {
      'dist/index.html': html('<script type="module" src="page.js"></script>'),
      'dist/page.js': `const { serviceWorker } = navigator;
serviceWorker.addEventListener('message', ({ data }) => console.log(data));
await serviceWorker.register('/work.js');
(await serviceWorker.ready).active.postMessage('train');
serviceWorker.startMessages();
`,
      'work.js': `${inFunction(program)}
addEventListener('message', (event) => {
  const console = { log: (value) => event.source.postMessage(String(value)) };
  event.waitUntil(main(console).catch((error) => console.log(error.stack)));
});
`,
    },
    commands: [['esbuild', 'work.js', '--bundle', '--minify', '--format=iife', '--outdir=dist']],
    page: 'dist',
    expected: trained,
  },
  {
    name: 'Next.js, rendered by the server',
    install: ['neurona', 'next@15', 'react@19', 'react-dom@19'],
    files: {
      'app/layout.jsx':
        'export default function Layout({ children }) {\n  return <html lang="en"><body>{children}</body></html>;\n}\n',
      'app/page.jsx': `import * as nn from 'neurona';
import Live from './live';

export default async function Page() {
  const x = nn.tensor(5, { requiresGrad: true });
  x.pow(3).backward();
  return <main><p>gradient {await x.grad.item()}</p><Live /></main>;
}
`,
      'app/live.jsx': `'use client';
import { useEffect, useState } from 'react';
import * as nn from 'neurona';

export default function Live() {
  const [text, setText] = useState('');
  useEffect(() => setText(nn.describeBackend()), []);
  return <p>{text}</p>;
}
`,
    },
    commands: [
      ['next', 'build'],
      ['cat', '.next/server/app/index.html'],
    ],
    expected: /gradient (<!-- -->)?75/,
  },
];

/** Runtimes that are installed from npm, and the conformance suite of the backends on each. */
const runtimes: readonly Trial[] = [
  ...[20, 22, 24, 26].map(
    (major): Trial => ({
      name: `Node ${major}`,
      install: [
        `node@${major}`,
        'neurona',
        '@neurona/backend',
        '@neurona/backend-cpu',
        '@neurona/backend-wasm',
        'vitest@4',
      ],
      files: {
        'index.js': program,
        'conformance.test.js': `import { cpu } from '@neurona/backend-cpu';
import { wasm } from '@neurona/backend-wasm';
import { describeBackend } from '@neurona/backend/testing';
import { expect, it } from 'vitest';

it('runs on Node ${major}', () => expect(process.version).toMatch(/^v${major}\\./));
describeBackend(cpu());
describeBackend(wasm());
`,
      },
      commands: [
        ['node', 'node_modules/vitest/vitest.mjs', 'run', '--reporter=dot'],
        ['node', 'index.js'],
      ],
      expected: trained,
    }),
  ),
  {
    name: 'Bun',
    install: ['neurona', 'bun'],
    files: { 'index.ts': program },
    commands: [['bun', 'index.ts']],
    expected: trained,
  },
  {
    name: 'Deno',
    install: ['neurona', 'deno'],
    files: { 'index.ts': program },
    commands: [['deno', 'run', '--allow-all', '--no-check', 'index.ts']],
    expected: trained,
  },
];

/** Every kind of project in which packages are used. */
export const projects: readonly Trial[] = [...languages, ...bundlers, ...runtimes];
