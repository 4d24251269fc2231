import { lib } from '@neurona/tsup-config';

export default lib({ entry: { index: 'src/index.ts', testing: 'src/testing/index.ts' } });
