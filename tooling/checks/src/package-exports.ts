import { readFile } from 'node:fs/promises';
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { type Message, publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { type PackedPackage, packedPackages } from './packed-packages.js';

/** What is wrong with the packages as they would be published. */
export async function packageExports(): Promise<string[]> {
  const found: string[] = [];
  for (const one of await packedPackages()) found.push(...(await checkTarball(one)));
  return found;
}

async function checkTarball({ name, tarball }: PackedPackage): Promise<string[]> {
  const bytes = new Uint8Array(await readFile(tarball));
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  const found = messages
    .filter((message) => message.type !== 'suggestion' && !isMisread(message))
    .map((message) => `${name}: ${formatMessage(message, pkg, { color: false })}`);
  const types = await checkPackage(createPackageFromTarballData(bytes));
  if (!types.types) return [...found, `${name}: the tarball has no types.`];
  const problems = types.problems.filter((problem) => !isIntended(problem));
  return found.concat(problems.map((problem) => `${name}: types: ${JSON.stringify(problem)}`));
}

/** In the minified file `export` follows a brace, which publint takes for CommonJS. */
const isMisread = ({ code, path }: Message): boolean =>
  code === 'FILE_INVALID_FORMAT' && path.includes('./neurona.min.js');

/** The old resolution without "exports" knows the main entry only; what imports Vitest, and the file for pages, can't be required. */
const isIntended = (problem: Problem): boolean =>
  'resolutionKind' in problem &&
  (problem.resolutionKind === 'node10' ||
    (problem.resolutionKind === 'node16-cjs' &&
      ['./testing', './neurona.min.js'].includes(problem.entrypoint)));
