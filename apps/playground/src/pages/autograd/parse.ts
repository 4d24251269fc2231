import jsep from 'jsep';
import { type OperationName, operations } from './operations.js';

/** A node of an expression's graph; its inputs stand before it. */
export type PlanNode =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'operation'; readonly name: OperationName; readonly inputs: readonly number[] };

/** An expression's nodes, the output last, and its variables. */
export interface Plan {
  readonly nodes: readonly PlanNode[];
  readonly variables: readonly string[];
}

/** Why an expression is none, and where. */
export interface Misreading {
  readonly reason: 'syntax' | 'function' | 'large' | 'constant';
  readonly what: string;
}

const most = { nodes: 26, variables: 5 } as const;
const binary: Readonly<Record<string, OperationName>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '^': 'pow',
};

jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
jsep.removeAllLiterals();
jsep.addUnaryOp('-');
jsep.addBinaryOp('+', 9);
jsep.addBinaryOp('-', 9);
jsep.addBinaryOp('*', 10);
jsep.addBinaryOp('/', 10);
jsep.addBinaryOp('^', 11, true);

class Misread extends Error {
  constructor(readonly misreading: Misreading) {
    super(misreading.reason);
  }
}

const refuse = (reason: Misreading['reason'], what: string): never => {
  throw new Misread({ reason, what });
};

/** Reads an expression as `x*y + 1`: numbers, variables, + − · / ^, and the functions of the table. Nothing is run. */
export function parse(text: string): Plan | Misreading {
  try {
    const nodes: PlanNode[] = [];
    const leaves = new Map<string, number>();
    add(readTree(text), nodes, leaves);
    if (nodes.length > most.nodes) refuse('large', String(most.nodes));
    const variables = [...leaves.keys()];
    if (variables.length === 0) refuse('constant', '');
    if (variables.length > most.variables) refuse('large', String(most.variables));
    return { nodes, variables };
  } catch (error) {
    if (error instanceof Misread) return error.misreading;
    throw error;
  }
}

/** Whether an expression could not be read. */
export const isMisreading = (found: Plan | Misreading): found is Misreading => 'reason' in found;

/** A minus at the beginning comes after the power, as in mathematics: `-x^2` is `0 - x^2`, which {@link add} reads as a negation. */
const withZero = (text: string): string => text.replace(/(^|[(,])(\s*)-/g, '$1$20-');

function readTree(text: string): jsep.Expression {
  try {
    return jsep(withZero(text.replaceAll('·', '*').replaceAll('−', '-')));
  } catch (error) {
    return refuse('syntax', String(Math.min((error as { index?: number }).index ?? 0, text.length)));
  }
}

/** Adds a part of the expression after what it depends on, and returns its place. */
function add(tree: jsep.Expression, nodes: PlanNode[], leaves: Map<string, number>): number {
  const operation = (name: OperationName, parts: readonly jsep.Expression[]): number => {
    if (parts.length !== operations[name].derivatives.length) refuse('syntax', operations[name].symbol);
    const inputs = parts.map((part) => add(part, nodes, leaves));
    return nodes.push({ kind: 'operation', name, inputs }) - 1;
  };
  switch (tree.type) {
    case 'Literal': {
      const { value } = tree as jsep.Literal;
      return typeof value === 'number'
        ? nodes.push({ kind: 'number', value }) - 1
        : refuse('syntax', String(value));
    }
    case 'Identifier': {
      const { name } = tree as jsep.Identifier;
      if (!/^[a-z]\d?$/i.test(name)) return refuse('function', name);
      const known = leaves.get(name);
      if (known !== undefined) return known;
      leaves.set(name, nodes.length);
      return nodes.push({ kind: 'variable', name }) - 1;
    }
    case 'UnaryExpression':
      return operation('neg', [(tree as jsep.UnaryExpression).argument]);
    case 'BinaryExpression': {
      const { operator, left, right } = tree as jsep.BinaryExpression;
      const isNegation = operator === '-' && left.type === 'Literal' && left.raw === '0';
      return isNegation ? operation('neg', [right]) : operation(binary[operator]!, [left, right]);
    }
    case 'CallExpression': {
      const { callee, arguments: parts } = tree as jsep.CallExpression;
      const name = callee.type === 'Identifier' ? String(callee.name) : '';
      return Object.hasOwn(operations, name)
        ? operation(name as OperationName, parts)
        : refuse('function', name);
    }
    default:
      return refuse('syntax', '');
  }
}
