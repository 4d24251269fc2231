import { NeuronaError } from '@neurona/backend';
import { Linear } from '@neurona/layers';
import { isTensor, ones } from '@neurona/tensor';

/** What comes where something else is expected: alone, everywhere, and behind a right first argument, on the backend in use. */
export function strangers(): readonly (readonly unknown[])[] {
  const values: readonly unknown[] = [undefined, null, 7, '\0', [1], {}];
  const matrix = ones([2, 2]);
  return [
    [],
    ...values.map((value) => [value, value, value]),
    ...values.map((value) => [matrix, value]),
    ...values.map((value) => [matrix, matrix, value]),
    [2, null],
    [[1, 2], undefined],
    [new Linear(2, 2), null],
  ];
}

const show = (items: readonly unknown[]): string =>
  items
    .map((item) => (isTensor(item) ? 'a tensor' : item instanceof Linear ? 'a model' : JSON.stringify(item)))
    .join(', ');

/** What a call with strangers threw, if it is none of our errors. */
export async function bareError(call: () => unknown, items: readonly unknown[]): Promise<string | undefined> {
  try {
    await call();
  } catch (error) {
    const isOurs =
      error instanceof NeuronaError || /^\[.+\] expected .+, got /.test((error as Error).message);
    if (!isOurs) return `(${show(items)}): ${(error as Error).message}`;
  }
  return undefined;
}
