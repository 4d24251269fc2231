import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { lib } from '@neurona/tsup-config';
import type { Options } from 'tsup';

const unpack = `export default async (text) => {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).json();
};`;

/** Has golden values in the package as compressed text: 1.7 MB of JSON otherwise. */
const packedFixtures: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'packed-fixtures',
  setup(build) {
    build.onLoad({ filter: /fixtures[\\/]\w+\.json$/ }, async ({ path }) => {
      const text = gzipSync(JSON.stringify(JSON.parse(await readFile(path, 'utf8'))), { level: 9 }).toString(
        'base64',
      );
      return { contents: `import unpack from 'unpack';\nexport default await unpack('${text}');` };
    });
    build.onResolve({ filter: /^unpack$/ }, () => ({ path: 'unpack', namespace: 'unpack' }));
    build.onLoad({ filter: /./, namespace: 'unpack' }, () => ({ contents: unpack }));
  },
};

const options: Options = { esbuildPlugins: [packedFixtures] };

export default lib({ ...options, esmOnly: { testing: 'src/testing/index.ts' } });
