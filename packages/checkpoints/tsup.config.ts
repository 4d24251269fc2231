import { lib } from '@neurona/tsup-config';
import type { Options } from 'tsup';

const options: Options = {
  entry: { index: 'src/index.ts', disk: 'src/files/disk.ts', 'disk.browser': 'src/files/disk.browser.ts' },
  external: ['#disk', /^node:/], // which disk it is, the reader's platform decides: see "imports" in package.json
};

export default lib(options);
