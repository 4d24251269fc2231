import { node } from './tooling/vitest-config/index.js';

/** Tests that take long, or run as programs of their own, `*.slow.test.ts`, which `npm test` leaves to `npm run test:slow`. */
export default node({
  name: 'slow',
  include: ['{packages,apps,tooling}/**/src/**/*.slow.test.ts'],
  exclude: ['**/node_modules/**'],
  env: { NEURONA_BACKENDS: 'cpu,wasm,webgpu' },
  execArgv: ['--expose-gc'],
  isolate: true, // memory is measured in a process of its own
  testTimeout: 600_000,
});
