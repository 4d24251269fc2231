import { node } from '@neurona/vitest-config';

export default node();
