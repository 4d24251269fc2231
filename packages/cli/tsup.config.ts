import { lib } from '@neurona/tsup-config';

export default lib({
  esmOnly: { main: 'src/main.ts' },
  external: ['sharp'], // an optional dependency: tsup leaves only the others outside
});
