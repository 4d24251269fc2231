import { lib } from '@neurona/tsup-config';
import type { Options } from 'tsup';

const options: Options = {
  entry: {
    index: 'src/index.ts',
    'log-file': 'src/callbacks/tensorboard/log-file.ts',
    'log-file.browser': 'src/callbacks/tensorboard/log-file.browser.ts',
    'terminal-bar': 'src/progress/terminal-bar.ts',
    'terminal-bar.browser': 'src/progress/terminal-bar.browser.ts',
  },
  external: ['#log-file', '#terminal-bar', /^node:/], // which of each two it is, the reader's platform decides: see "imports" in package.json
};

export default lib({ ...options, esmOnly: { testing: 'src/testing/index.ts' } });
