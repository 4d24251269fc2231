import { publicModules } from './public-exports.js';
import { publicPackages } from './workspace.js';

/** Exported names of public modules that have no doc comment. Of `<Name>Options` the members have theirs. */
export const docComments = (): string[] =>
  publicPackages().flatMap(({ folder }) =>
    publicModules(folder).flatMap(({ path, exports }) =>
      exports
        .filter(({ name, isType, doc }) => doc === '' && !(isType && name.endsWith('Options')))
        .map(({ name, line }) => `${path}:${line}: "${name}" is exported and has no doc comment.`),
    ),
  );
