import { publicModules } from '../public-exports.js';
import { type Package, publicPackages } from '../workspace.js';

/** One `@example` of a doc comment. */
export interface Example {
  readonly package: Package;
  readonly path: string;
  readonly line: number;
  /** The exported name that it stands at or `Class.method`. */
  readonly subject: string;
  readonly code: string;
}

/** Every example of the published packages' public modules. */
export const findExamples = (): Example[] => publicPackages().flatMap(docExamples);

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
