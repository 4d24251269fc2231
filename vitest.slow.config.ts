import { node } from './tooling/vitest-config/index.js';

/** Tests that take a minute or more, `*.slow.test.ts`, which `npm test` leaves to `npm run test:slow`. */
export default node('slow', {
  include: ['{packages,apps,tooling}/**/src/**/*.slow.test.ts'],
  exclude: ['**/node_modules/**'],
  execArgv: ['--expose-gc'],
  testTimeout: 600_000,
});
