import { lib } from '@neurona/tsup-config';

export default lib({ esmOnly: { main: 'src/main.ts' } });
