import { transformSync } from 'esbuild';
import ts from 'typescript';

/** An example as JavaScript: the body of an async function that calls `__expect(value, text)` at each `// =>`. */
export interface CompiledExample {
  readonly body: string;
  /** Names that it uses, defined in it or not. */
  readonly identifiers: ReadonlySet<string>;
  /** From which module each name that it imports comes. */
  readonly imports: ReadonlyMap<string, string>;
  /** Which module each name stands for that it imports as a whole. */
  readonly wholes: ReadonlyMap<string, string>;
  /** Modules that it imports for what loading them does. */
  readonly effects: readonly string[];
  /** How many values it states. */
  readonly expectations: number;
}

/** Turns `expression; // => value` into a comparison, and TypeScript into JavaScript. */
export function compileExample(code: string): CompiledExample {
  const file = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ESNext, true);
  const identifiers = new Set<string>();
  const imports = new Map<string, string>();
  const wholes = new Map<string, string>();
  const effects: string[] = [];
  const edits: { from: number; to: number; text: string }[] = [];
  const claimed = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) identifiers.add(node.text);
    if (ts.isImportDeclaration(node)) {
      edits.push({ from: node.getStart(), to: node.getEnd(), text: '' });
      const from = (node.moduleSpecifier as ts.StringLiteral).text;
      const names = node.importClause?.namedBindings;
      if (!node.importClause) effects.push(from);
      const isType = node.importClause?.isTypeOnly;
      if (names && ts.isNamespaceImport(names) && !isType) wholes.set(names.name.text, from);
      if (names && ts.isNamedImports(names) && !isType)
        for (const { name, isTypeOnly } of names.elements) if (!isTypeOnly) imports.set(name.text, from);
      return;
    }
    const expected = ts.isStatement(node) && !insideFunction(node) ? expectedAfter(node, code) : undefined;
    if (expected !== undefined && !claimed.has(expected.position)) {
      claimed.add(expected.position);
      edits.push(...comparison(node as ts.Statement, expected.text));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const arrows = code.match(/\/\/ =>/g)?.length ?? 0;
  if (arrows !== claimed.size)
    throw new Error(`${arrows - claimed.size} of its "// =>" stand after no statement.`);
  let text = code;
  for (const { from, to, text: inserted } of edits.sort((a, b) => b.from - a.from))
    text = text.slice(0, from) + inserted + text.slice(to);
  const wrapped = `export default async () => {\n${text}\n};`;
  const { code: script } = transformSync(wrapped, { loader: 'ts', format: 'cjs', target: 'es2022' });
  const body = `const module = { exports: {} };\n${script}\nreturn module.exports.default();`;
  return { body, identifiers, imports, wholes, effects, expectations: claimed.size };
}

function insideFunction(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) if (ts.isFunctionLike(at)) return true;
  return false;
}

/** The text after `// =>` on the line where a statement ends, and on comment lines below while brackets are open. */
function expectedAfter(node: ts.Statement, code: string): { text: string; position: number } | undefined {
  const end = node.getEnd();
  const match = /^[ \t]*\/\/ =>[ \t]*(.*)/.exec(code.slice(end));
  if (!match) return undefined;
  let text = match[1]!.trim();
  let rest = code.slice(end + match[0].length);
  for (
    let next = /^\n[ \t]*\/\/(.*)/.exec(rest);
    next && hasOpenBracket(text);
    next = /^\n[ \t]*\/\/(.*)/.exec(rest)
  ) {
    text += ` ${next[1]!.trim()}`;
    rest = rest.slice(next[0].length);
  }
  return { text, position: end };
}

const hasOpenBracket = (text: string): boolean =>
  (text.match(/[[{(]/g)?.length ?? 0) > (text.match(/[\]})]/g)?.length ?? 0);

function comparison(statement: ts.Statement, expected: string): { from: number; to: number; text: string }[] {
  const compare = (value: string): string => `await __expect(${value}, ${JSON.stringify(expected)});`;
  const [from, to] = [statement.getStart(), statement.getEnd()];
  if (ts.isExpressionStatement(statement)) {
    const { expression } = statement;
    const printed = ts.isCallExpression(expression) && expression.expression.getText() === 'console.log';
    const value = printed ? expression.arguments[0]! : expression;
    // nested edits do not occur: an expression holds no statement outside of functions
    return [{ from, to, text: compare(`(${value.getText()})`) }];
  }
  const declared = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.at(-1)?.name
    : undefined;
  if (!declared || !ts.isIdentifier(declared)) throw new Error(`"// => ${expected}" stands after no value.`);
  return [{ from: to, to, text: ` ${compare(declared.text)}` }];
}
