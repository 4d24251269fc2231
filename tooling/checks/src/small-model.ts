import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, kilobytesAtOnce } from './page-bundle.js';
import { programsOf } from './readmes/readme-programs.js';
import { root } from './workspace.js';

/** Packages of which a program that uses none may hold nothing. */
const unused = /^packages\/(architectures|plots|generation|regularizers)\//;

/** A bundle of the README's first program, which imports everything from `neurona` and uses a small model. */
export async function smallModel(): Promise<{
  readonly name: string;
  readonly kilobytes: number;
  /** Files that it holds though it doesn't use them. */
  readonly foreign: readonly string[];
}> {
  const contents = programsOf('README.md')[0]!.code;
  const result = await build({
    ...bundleOptions,
    stdin: { contents, resolveDir: join(root, 'tooling/checks'), loader: 'ts' },
  });
  const foreign = Object.values(result.metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([path, { bytesInOutput }]) => unused.test(path) && bytesInOutput > 0);
  return {
    name: 'a small model from neurona',
    kilobytes: kilobytesAtOnce(result),
    foreign: foreign.map(([path]) => path),
  };
}
