// internal
import { ArgumentError, checkArgument, describeShape, type Shape, ShapeError } from '@neurona/backend';

/** An equation with `...` written out: one label for each axis, numbers for those of `...`. */
export interface EinsumEquation {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
  readonly sizes: ReadonlyMap<string, number>;
}

const hint = "Write one term of letters for each operand, as in 'bij,bjk->bik'.";

/**
 * Reads an equation for operands of given shapes.
 * @throws {@link ArgumentError} if it can't be read or has another number of terms.
 * @throws {@link ShapeError} if letters don't fit the axes.
 */
export function parseEinsum(equation: string, shapes: readonly Shape[]): EinsumEquation {
  checkArgument('einsum', 'the equation', equation, 'string', "Write einsum('ij,jk->ik', a, b).");
  const [left, right, ...more] = equation.replace(/\s+/g, '').split('->');
  const terms = left!.split(',');
  const isReadable = [...terms, right ?? ''].every((term) => /^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(term));
  if (more.length > 0 || !isReadable) {
    throw new ArgumentError('einsum', {
      expected: 'an equation of letters, commas and one arrow',
      received: `'${equation}'`,
      hint,
    });
  }
  if (terms.length !== shapes.length || shapes.length === 0) {
    throw new ArgumentError('einsum', {
      expected: `${terms.length} operands for '${equation}'`,
      received: shapes.length,
      hint,
    });
  }
  const inputs = terms.map((term, i) => labelsOf(equation, term, shapes[i]!));
  const sizes = sizesOf(equation, inputs, shapes);
  return { inputs, output: outputOf(equation, right, inputs, sizes), sizes };
}

/** Axes of `...` are named by how many axes of it follow, so that they line up at the end. */
const ellipsisLabels = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => String(count - 1 - i));

function labelsOf(equation: string, term: string, shape: Shape): string[] {
  const [before, after] = term.split('...') as [string, string?];
  const named = before.length + (after?.length ?? 0);
  const rest = shape.length - named;
  if (after === undefined ? rest === 0 : rest >= 0)
    return [...before, ...ellipsisLabels(rest), ...(after ?? '')];
  throw new ShapeError('einsum', {
    expected: `an operand with ${after === undefined ? '' : 'at least '}${named} axes for '${term}'`,
    received: describeShape(shape),
    where: `equation '${equation}'`,
  });
}

function sizesOf(
  equation: string,
  inputs: EinsumEquation['inputs'],
  shapes: readonly Shape[],
): Map<string, number> {
  const sizes = new Map<string, number>();
  inputs.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const size = shapes[i]![axis]!;
      const before = sizes.get(label);
      const isDiagonal = shapes[i]![labels.indexOf(label)] === size;
      if (isDiagonal && (before === undefined || before === 1)) sizes.set(label, size);
      else if (!isDiagonal || (size !== before && size !== 1)) {
        throw new ShapeError('einsum', {
          expected: `one size for ${/\d/.test(label) ? "the axes of '...'" : `'${label}'`}`,
          received: `${before} and ${size}`,
          where: `equation '${equation}', shapes ${shapes.map(describeShape).join(' and ')}`,
        });
      }
    });
  });
  return sizes;
}

function outputOf(
  equation: string,
  term: string | undefined,
  inputs: EinsumEquation['inputs'],
  sizes: ReadonlyMap<string, number>,
): string[] {
  const ellipsis = ellipsisLabels([...sizes.keys()].filter((label) => /\d/.test(label)).length);
  if (term === undefined) {
    const all = inputs.flat();
    const once = [...sizes.keys()].filter(
      (label) => !/\d/.test(label) && all.filter((l) => l === label).length === 1,
    );
    return [...ellipsis, ...once.sort()];
  }
  const [before, after] = term.split('...') as [string, string?];
  const output = [...before, ...(after === undefined ? [] : ellipsis), ...(after ?? '')];
  if (new Set(output).size === output.length && output.every((label) => sizes.has(label))) return output;
  throw new ArgumentError('einsum', {
    expected: 'an output of letters that the operands have, each once',
    received: `'${term}'`,
    where: `equation '${equation}'`,
  });
}
