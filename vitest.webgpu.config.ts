import { node } from './tooling/vitest-config/index.js';

/**
 * Tests that run on each backend, on webgpu, which `npm test` leaves to `npm run test:webgpu`: a GPU in software takes minutes. That
 * command asks for them by name, so that no other test of their files runs again.
 */
export default node({
  name: 'webgpu',
  include: ['packages/**/src/**/*.test.ts'],
  exclude: [
    '**/node_modules/**',
    '**/*.{browser,slow}.test.ts',
    '**/webgpu.test.ts', // which `npm test` runs on webgpu
    'packages/{backend*,datasets,plots,checkpoints}/**',
  ],
  env: { NEURONA_BACKENDS: 'webgpu' },
});
