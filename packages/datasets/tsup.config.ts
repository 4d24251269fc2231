import { lib } from '@neurona/tsup-config';
import type { Options } from 'tsup';

const options: Options = {
  entry: {
    index: 'src/index.ts',
    storage: 'src/download/storage.ts',
    'storage.browser': 'src/download/storage.browser.ts',
    'terminal-progress': 'src/download/terminal-progress.ts',
    'terminal-progress.browser': 'src/download/terminal-progress.browser.ts',
  },
  external: ['#storage', '#terminal-progress'], // which of each two it is, the reader's platform decides: see "imports" in package.json
};

export default lib(options);
