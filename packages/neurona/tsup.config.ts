import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { lib } from '@neurona/tsup-config';

const names = readdirSync('src/generated').map((file) => basename(file, '.ts'));

export default lib({
  entry: {
    index: 'src/index.ts',
    ...Object.fromEntries(names.map((name) => [name, `src/generated/${name}.ts`])),
  },
  esmOnly: { bin: 'src/bin.ts' },
  whole: { 'neurona.min': 'src/index.ts' },
});
