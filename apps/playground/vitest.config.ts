import { node } from '@neurona/vitest-config';

export default node('playground', { exclude: ['src/**/*.page.test.ts'] });
