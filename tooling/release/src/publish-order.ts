import type { Package } from '@neurona/checks/workspace';

/**
 * Packages so that each comes after those that it depends on: whoever installs one while a release is under way finds the others.
 * @throws Error if packages depend on each other in a circle.
 */
export function publishOrder(packages: readonly Package[]): Package[] {
  const waiting = new Map(packages.map((one) => [one.name, one]));
  const order: Package[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ manifest }) =>
      Object.keys((manifest.dependencies ?? {}) as object).every((name) => !waiting.has(name)),
    );
    if (ready.length === 0)
      throw new Error(
        `[release] expected packages without circles, got ${[...waiting.keys()].join(', ')}, which depend on each other.`,
      );
    for (const one of ready) waiting.delete(one.name);
    order.push(...ready);
  }
  return order;
}
