import { lib } from '@neurona/tsup-config';

export default lib({ esmOnly: { testing: 'src/testing/index.ts' } });
