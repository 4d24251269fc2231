import { inspect } from 'node:util';
import ts from 'typescript';

/**
 * Compares a value with the text after `// =>`: numbers to half a unit of the last digit shown, arrays, typed arrays and objects
 * element by element, tensors by their values; a text that is no value stands for what `String(value)` gives.
 * Returns what differs, or nothing.
 */
export async function mismatch(value: unknown, expected: string): Promise<string | undefined> {
  const actual = await readable(await value);
  const literal = parse(expected);
  if (!literal)
    return String(actual) === expected ? undefined : `expected ${expected}, got ${String(actual)}`;
  const where = differs(actual, literal);
  return where === undefined ? undefined : `expected ${expected}, got ${inspect(actual)} (${where})`;
}

/** A tensor's values as nested arrays; other values as they are. */
async function readable(value: unknown): Promise<unknown> {
  const isTensor = typeof value === 'object' && value !== null && 'dtype' in value && 'array' in value;
  return isTensor && typeof value.array === 'function' ? value.array() : value;
}

function parse(text: string): ts.Expression | undefined {
  const file = ts.createSourceFile('value.ts', `(${text})`, ts.ScriptTarget.ESNext, true);
  const [statement] = file.statements;
  const failed = (file as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics.length > 0;
  if (failed || file.statements.length !== 1 || !statement || !ts.isExpressionStatement(statement))
    return undefined;
  const inner = (statement.expression as ts.ParenthesizedExpression).expression;
  return isValue(inner) ? inner : undefined;
}

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

function isValue(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isValue);
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every(
      (property) => ts.isPropertyAssignment(property) && isValue(property.initializer),
    );
  return ts.isStringLiteral(node) || words.has(node.getText()) || isNumber(node.getText());
}

const isNumber = (text: string): boolean => /^-?\d[\d_]*(\.\d*)?(e[+-]?\d+)?$/i.test(text);

/** Says where a value differs from a literal, or nothing. */
function differs(actual: unknown, node: ts.Expression, path = 'value'): string | undefined {
  const text = node.getText();
  if (ts.isArrayLiteralExpression(node)) {
    if (!Array.isArray(actual) && !ArrayBuffer.isView(actual)) return `${path} is no array`;
    const items = actual as ArrayLike<unknown>;
    if (items.length !== node.elements.length) return `${path} has length ${items.length}`;
    return first(node.elements.map((element, i) => differs(items[i], element, `${path}[${i}]`)));
  }
  if (ts.isObjectLiteralExpression(node)) {
    if (typeof actual !== 'object' || actual === null) return `${path} is no object`;
    return first(
      node.properties.map((property) => {
        const { name, initializer } = property as ts.PropertyAssignment;
        const key = ts.isStringLiteral(name) ? name.text : name.getText();
        return differs((actual as Record<string, unknown>)[key], initializer, `${path}.${key}`);
      }),
    );
  }
  if (ts.isStringLiteral(node)) return actual === node.text ? undefined : path;
  if (words.has(text)) return Object.is(actual, words.get(text)) ? undefined : path;
  const wanted = Number(text.replaceAll('_', ''));
  if (typeof actual === 'bigint') return actual === BigInt(text) ? undefined : path;
  return typeof actual === 'number' && Math.abs(actual - wanted) <= tolerance(text) ? undefined : path;
}

const first = (found: readonly (string | undefined)[]): string | undefined =>
  found.find((one) => one !== undefined);

/** Half a unit of the last digit shown; an integer is meant exactly, but for 2e-5 of it. */
function tolerance(text: string): number {
  const [, decimals, exponent = '0'] = /^-?\d[\d_]*(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text)!;
  const rounding = 2e-5 * Math.max(1, Math.abs(Number(text)));
  if (decimals === undefined && exponent === '0') return rounding;
  return 0.5001 * 10 ** (Number(exponent) - (decimals?.length ?? 0)) + 2 ** -24 * Math.abs(Number(text));
}
