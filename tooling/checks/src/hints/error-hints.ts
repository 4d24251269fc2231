import ts from 'typescript';
import { read, sourceFiles } from '../workspace.js';

/** What an error advises: the text of a `hint`, with `…` for what is known at run time alone. */
export interface ErrorHint {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** Every hint in the sources of the packages. */
export function errorHints(): ErrorHint[] {
  const paths = sourceFiles('packages').filter(
    (path) => /\/src\/.*\.ts$/.test(path) && !/\.test\.ts$|\/testing\/|\/generated\//.test(path),
  );
  return paths.flatMap((path) => hintsIn(path, read(path)));
}

/** The hints in a module. */
export function hintsIn(path: string, source: string): ErrorHint[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ESNext, true);
  const found: ErrorHint[] = [];
  const collect = (node: ts.Node): void => {
    const text = textOf(node);
    if (text === undefined) node.forEachChild(collect);
    else found.push({ path, line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, text });
  };
  const visit = (node: ts.Node): void => {
    const isHint =
      (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && node.name.getText() === 'hint';
    if (isHint && node.initializer) collect(node.initializer);
    else node.forEachChild(visit);
  };
  visit(file);
  return found;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}
