import { lib } from '@neurona/tsup-config';
import type { Options } from 'tsup';

const options: Options = {
  entry: {
    index: 'src/index.ts',
    testing: 'src/testing/index.ts',
    'log-file': 'src/callbacks/tensorboard/log-file.ts',
    'log-file.browser': 'src/callbacks/tensorboard/log-file.browser.ts',
  },
  external: ['#log-file', /^node:/], // which of the two it is, the reader's platform decides: see "imports" in package.json
};

export default lib(options);
