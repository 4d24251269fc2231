import { lib } from '@neurona/tsup-config';

export default lib({
  esmOnly: { testing: 'src/testing/index.ts' },
  external: [/^@neurona\/backend/], // the testing entry tries backends that may not be installed
});
