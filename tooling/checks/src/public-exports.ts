import { dirname, join } from 'node:path/posix';
import ts from 'typescript';
import { type Package, read, sourceFiles } from './workspace.js';

/** One name that a public module exports. */
export interface PublicExport {
  readonly name: string;
  readonly isType: boolean;
  /** The doc comment of the declaration, empty where there is none. */
  readonly doc: string;
  readonly line: number;
  /** Methods and properties that are not `@internal`; `doc` is empty where a member has no doc comment. */
  readonly members: readonly { readonly name: string; readonly doc: string; readonly line: number }[];
}

/** One module whose exports are part of its package's interface. */
export interface PublicModule {
  readonly path: string;
  readonly exports: readonly PublicExport[];
  /** Whether loading it does something, like adding methods to a class. */
  readonly hasEffects: boolean;
}

/** Folders of `src` that are never public: implementations of a contract, code for tests, compiled code. */
const innerFolders = /\/src\/(kernels|testing|generated)\//;

const modules = new Map<Package['folder'], readonly PublicModule[]>();

/**
 * The modules of a package that its entry point re-exports: those in `src` but tests, inner folders, entry points, and modules
 * whose first line starts with `// internal`. They are read once in a process.
 */
export function publicModules(folder: Package['folder']): readonly PublicModule[] {
  let found = modules.get(folder);
  if (!found) {
    found = readModules(folder);
    modules.set(folder, found);
  }
  return found;
}

const readModules = (folder: Package['folder']): PublicModule[] =>
  sourceFiles(`${folder}/src`)
    .filter(
      (path) =>
        /\.tsx?$/.test(path) && !/\.(test|d)\.tsx?$|\/index\.ts$/.test(path) && !innerFolders.test(path),
    )
    .map((path) => ({ path, text: read(path) }))
    .filter(({ text }) => !text.replace(/^#!.*\n/, '').startsWith('// internal'))
    .map(({ path, text }) => readModule(path, text));

/** What a module exports, without what is marked `@internal`. */
export function readModule(path: string, text: string): PublicModule {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const hasEffects = file.statements.some(
    (statement) =>
      ts.isExpressionStatement(statement) ||
      ts.isIterationStatement(statement, false) ||
      ts.isIfStatement(statement),
  );
  return { path, exports: readExports(file, path, text), hasEffects };
}

function readExports(file: ts.SourceFile, path: string, text: string): PublicExport[] {
  const found = new Map<string, PublicExport>();
  for (const statement of file.statements) {
    for (const { name, node, isType } of exportedNames(statement, file, path)) {
      const doc = docOf(node, text);
      if (/@internal\b/.test(doc)) continue;
      const before = found.get(name);
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      // overloads, or a type and a value of one name: the first comment counts, and a value makes it a value
      found.set(name, {
        name,
        isType: isType && (before?.isType ?? true),
        doc: before?.doc || doc,
        line: before?.line ?? line,
        members: [...(before?.members ?? []), ...membersOf(node, text, file)],
      });
    }
  }
  return [...found.values()];
}

interface Named {
  readonly name: string;
  readonly node: ts.Node;
  readonly isType: boolean;
}

function exportedNames(statement: ts.Statement, file: ts.SourceFile, path: string): Named[] {
  if (ts.isExportDeclaration(statement)) return listedNames(statement, file, path);
  if (ts.isExportAssignment(statement))
    throw new Error(`${path}: a default export; exports have names here.`);
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  return declaredNames(statement);
}

function declaredNames(statement: ts.Statement): Named[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => bindingNames(name, statement));
  const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  if (
    isType ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  )
    return statement.name ? [{ name: statement.name.text, node: statement, isType }] : [];
  return [];
}

function bindingNames(name: ts.BindingName, node: ts.Node): Named[] {
  if (ts.isIdentifier(name)) return [{ name: name.text, node, isType: false }];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? bindingNames(element.name, node) : [],
  );
}

/** `export { a, type B }` of local names; re-exports of another file belong to that file, those of a package are kept. */
function listedNames(statement: ts.ExportDeclaration, file: ts.SourceFile, path: string): Named[] {
  const from = statement.moduleSpecifier;
  if (from && ts.isStringLiteral(from) && from.text.startsWith('.')) {
    const target = join(dirname(path), from.text);
    throw new Error(`${path}: re-exports ${target}, which the entry point does by itself.`);
  }
  const clause = statement.exportClause;
  if (!clause || !ts.isNamedExports(clause))
    throw new Error(`${path}: exports everything of a module; name what it exports.`);
  return clause.elements.map((element) => {
    const local = (element.propertyName ?? element.name).text;
    const declared = from
      ? undefined
      : file.statements.flatMap(declaredNames).find(({ name }) => name === local);
    const isType = statement.isTypeOnly || element.isTypeOnly || (declared?.isType ?? false);
    return { name: element.name.text, node: declared?.node ?? statement, isType };
  });
}

function membersOf(node: ts.Node, text: string, file: ts.SourceFile): PublicExport['members'] {
  if (!ts.isClassDeclaration(node) && !ts.isInterfaceDeclaration(node)) return [];
  return node.members.flatMap((member) => {
    const doc = docOf(member, text);
    if (/@internal\b/.test(doc)) return [];
    const line = file.getLineAndCharacterOfPosition(member.getStart()).line + 1;
    return [{ name: member.name?.getText(file) ?? 'constructor', doc, line }];
  });
}

/** The text of the doc comment just before a declaration, without its stars. */
function docOf(node: ts.Node, text: string): string {
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const last = comments.findLast(({ pos }) => text.startsWith('/**', pos));
  if (!last) return '';
  const lines = text.slice(last.pos + 3, last.end - 2).split('\n');
  return lines
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
}
