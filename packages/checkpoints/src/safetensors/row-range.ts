// internal
import { ArgumentError } from '@neurona/backend';

/** Throws unless a range of rows lies within a tensor. */
export function checkRows(
  subject: string,
  name: string,
  shape: readonly number[],
  [first, last]: readonly [start: number, stop: number],
): void {
  const rows = shape[0];
  const isInside =
    Number.isInteger(first) && Number.isInteger(last) && first >= 0 && first <= last && last <= (rows ?? -1);
  if (isInside) return;
  throw new ArgumentError(subject, {
    expected: rows === undefined ? 'no rows, as the tensor is a scalar' : `rows from 0 to ${rows}`,
    received: [first, last],
    where: name,
  });
}
