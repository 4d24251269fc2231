import { lib } from '@neurona/tsup-config';
import type { Options } from 'tsup';

const options: Options = {
  // a file for each picture, so that a bundle leaves out those that it doesn't draw, and what they are drawn with
  entry: ['src/*.ts', '!src/*.test.ts'],
  external: ['#dom'], // which of the two it is, the reader's platform decides: see "imports" in package.json
  plugins: [
    {
      name: 'no-bare-imports', // esbuild keeps the order of modules by them; none here has effects, and bundlers would warn
      renderChunk: (code) => ({ code: code.replace(/^import "\.\/chunk-\w+\.js";\n/gm, '') }),
    },
  ],
};

export default lib({ ...options, typesOf: { index: 'src/index.ts' } });
