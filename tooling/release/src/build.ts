import { root } from '@neurona/checks/workspace';
import { succeed } from './tarballs.js';

/** Builds the packages. */
export const build = (): Promise<string> =>
  succeed('turbo', ['run', 'build', '--filter=./packages/**', '--output-logs=errors-only'], root);
