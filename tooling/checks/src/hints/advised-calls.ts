import ts from 'typescript';

/** A call that a hint writes out, as `tensor(await x.data(), { shape: x.shape })` or `backward()`. */
export interface AdvisedCall {
  /** The function, class or method. */
  readonly name: string;
  /** Whether it is called on something, as in `x.data()`. */
  readonly isMethod: boolean;
  /** The names in each argument that is an object of options; an empty list for other arguments. */
  readonly args: readonly (readonly string[])[];
}

/** The calls in a text, those within their arguments too; those of other libraries, as `tf.tensor(…)`, are left out. */
export function advisedCalls(text: string): AdvisedCall[] {
  return [...text.matchAll(/(?<![\w.])(?!tf\.|torch\.)(?:\w+\.)*\w+\(/g)].flatMap(({ 0: start, index }) => {
    const source = closed(text, index, index + start.length - 1, '()');
    const call = source && firstNode(source, ts.isCallExpression);
    return call ? [readCall(call)] : [];
  });
}

/** The names in objects of options that stand for themselves, as in `Pass { strict: false }.` */
export function advisedOptions(text: string): string[] {
  return [...text.matchAll(/(?<=^| )\{/g)].flatMap(({ index }) => {
    const before = text.slice(0, index);
    const isInner = count(before, '(') > count(before, ')') || count(before, '{') > count(before, '}');
    const source = isInner ? undefined : closed(text, index, index, '{}');
    const object = source && firstNode(source, ts.isObjectLiteralExpression);
    return object ? namesIn(object) : [];
  });
}

const count = (text: string, character: string): number => text.split(character).length - 1;

/** The text from a place to where the bracket at `open` is closed, as an expression. */
function closed(text: string, from: number, open: number, [left, right]: string): string | undefined {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === left) depth++;
    if (text[at] === right && --depth === 0) return `(${text.slice(from, at + 1).replaceAll('…', '_')})`;
  }
  return undefined;
}

function firstNode<Node extends ts.Node>(
  source: string,
  is: (node: ts.Node) => node is Node,
): Node | undefined {
  const find = (node: ts.Node): Node | undefined => (is(node) ? node : ts.forEachChild(node, find));
  return find(ts.createSourceFile('hint.ts', source, ts.ScriptTarget.ESNext, true));
}

/** Names of properties; `_` stands for what is known at run time alone. */
const namesIn = ({ properties }: ts.ObjectLiteralExpression): string[] =>
  properties.flatMap(({ name }) => (name && ts.isIdentifier(name) && name.text !== '_' ? [name.text] : []));

function readCall({ expression, arguments: args }: ts.CallExpression): AdvisedCall {
  const isMethod = ts.isPropertyAccessExpression(expression);
  return {
    name: isMethod ? expression.name.text : expression.getText(),
    isMethod,
    args: args.map((argument) => (ts.isObjectLiteralExpression(argument) ? namesIn(argument) : [])),
  };
}
