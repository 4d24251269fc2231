import { lib } from '@neurona/tsup-config';
import type { Options } from 'tsup';

const options: Options = {
  entry: { index: 'src/index.ts', dom: 'src/dom.ts', 'dom.browser': 'src/dom.browser.ts' },
  external: ['#dom'], // which of the two it is, the reader's platform decides: see "imports" in package.json
};

export default lib(options);
