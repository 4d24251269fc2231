// internal
import { ArgumentError } from '@neurona/backend';
import { arange, Parameter, randn, scoped } from '@neurona/tensor';

/**
 * PyTorch's initial rows of an embedding: N(0, 1), and zeros at the padding index.
 * @throws {@link ArgumentError} if the padding index is not a row.
 */
export function normalTable(
  subject: string,
  rows: number,
  columns: number,
  paddingIndex: number | undefined,
): Parameter {
  if (paddingIndex !== undefined && !(paddingIndex >= -rows && paddingIndex < rows)) {
    throw new ArgumentError(subject, {
      expected: `a paddingIndex from ${-rows} to ${rows - 1}`,
      received: paddingIndex,
    });
  }
  return scoped(() => {
    const table = randn([rows, columns]);
    if (paddingIndex === undefined) return new Parameter(table);
    const isPadding = arange(0, rows).equal(paddingIndex < 0 ? paddingIndex + rows : paddingIndex);
    return new Parameter(isPadding.unsqueeze(1).where(0, table));
  });
}
