import { type PublicModule, publicModules } from './public-exports.js';
import { publicPackages } from './workspace.js';

/** Exported names of public modules, and members of exported `<Name>Options`, that have no doc comment. */
export const docComments = (): string[] =>
  publicPackages().flatMap(({ folder }) => publicModules(folder).flatMap(undocumented));

/** What a module exports without a doc comment; an interface of options needs one for each member instead of its own. */
export const undocumented = ({ path, exports }: Pick<PublicModule, 'path' | 'exports'>): string[] =>
  exports.flatMap(({ name, isType, doc, line, members }) => {
    const isOptions = isType && name.endsWith('Options');
    if (!isOptions)
      return doc === '' ? [`${path}:${line}: "${name}" is exported and has no doc comment.`] : [];
    return members
      .filter((member) => member.doc === '')
      .map(
        (member) =>
          `${path}:${member.line}: "${name}.${member.name}" has no doc comment for editors to show.`,
      );
  });
