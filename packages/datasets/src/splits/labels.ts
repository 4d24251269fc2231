// internal
import { ArgumentError, checkArgument } from '@neurona/backend';

/** A class or a group for each example: numbers or names. */
export type Labels = ArrayLike<number | string>;

/** Throws unless there is one label for each example. */
export function checkLabels(subject: string, name: string, labels: Labels, examples: number): void {
  checkArgument(subject, name, labels, 'list');
  if (labels.length === examples) return;
  throw new ArgumentError(subject, {
    expected: `${name} for each of ${examples} examples`,
    received: labels.length,
  });
}

/** The indices of each label, labels in the order in which they come first. */
export function placesOf(labels: Labels): number[][] {
  const places = new Map<number | string, number[]>();
  for (let place = 0; place < labels.length; place++) {
    const known = places.get(labels[place]!);
    if (known) known.push(place);
    else places.set(labels[place]!, [place]);
  }
  return [...places.values()];
}

/** Divides an integer by weights into whole parts: the largest remainders are rounded up. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const shares = exact.map((share) => Math.floor(share + 1e-9));
  const missing = total - shares.reduce((a, b) => a + b, 0);
  const byRemainder = exact.map((share, i) => [share - shares[i]!, i] as const).sort((a, b) => b[0] - a[0]);
  for (const [, i] of byRemainder.slice(0, missing)) shares[i]!++;
  return shares;
}
