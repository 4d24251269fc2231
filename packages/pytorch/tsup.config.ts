import { lib } from '@neurona/tsup-config';
import type { Options } from 'tsup';

const options: Options = {
  entry: {
    index: 'src/index.ts',
    folder: 'src/program/folder.ts',
    'folder.browser': 'src/program/folder.browser.ts',
  },
  external: ['#folder', /^node:/], // how a folder is written, the reader's platform decides: see "imports" in package.json
};

export default lib(options);
