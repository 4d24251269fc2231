import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { publicModules } from '../public-exports.js';
import { type Package, publicPackages, read, root } from '../workspace.js';

/** One `@example` of a doc comment, or one block of TypeScript in a package's README. */
export interface Example {
  readonly package: Package;
  readonly path: string;
  readonly line: number;
  /** The exported name that it stands at, or `Class.method`, or `README`. */
  readonly subject: string;
  readonly code: string;
}

/** Every example of the published packages: those of their READMEs, then those of their public modules. */
export const findExamples = (): Example[] =>
  publicPackages().flatMap((one) => [...readmeExamples(one), ...docExamples(one)]);

function readmeExamples(one: Package): Example[] {
  const path = `${one.folder}/README.md`;
  if (!existsSync(join(root, path))) return [];
  const text = read(path);
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(({ 1: code, index }) => {
    const line = text.slice(0, index).split('\n').length;
    return { package: one, path, line, subject: 'README', code: code!.trim() };
  });
}

const docExamples = (one: Package): Example[] =>
  publicModules(one.folder).flatMap(({ path, exports }) =>
    exports.flatMap(({ name, doc, line, members }) => [
      ...examplesIn(doc).map((code) => ({ package: one, path, line, subject: name, code })),
      ...members.flatMap((member) =>
        examplesIn(member.doc).map((code) => ({
          package: one,
          path,
          line: member.line,
          subject: `${name}.${member.name}`,
          code,
        })),
      ),
    ]),
  );

/** The code of each `@example` in a doc comment's text, with or without a fence around it. */
export function examplesIn(doc: string): string[] {
  const tags = doc.split(/^(?=@[a-z])/m).filter((tag) => tag.startsWith('@example'));
  return tags.map((tag) => {
    const text = tag.slice('@example'.length);
    const fenced = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map((match) => match[1]!);
    return (fenced.length > 0 ? fenced.join('\n') : text).trim();
  });
}
