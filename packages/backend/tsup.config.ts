import { lib } from '@neurona/tsup-config';

export default lib({
  entry: { index: 'src/index.ts', testing: 'src/testing/index.ts' },
  treeshake: false, // it takes half a minute over the fixtures in testing.js
  esbuildOptions(options) {
    options.sourcesContent = false; // the package ships its sources
  },
});
