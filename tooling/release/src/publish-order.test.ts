import { publicPackages } from '@neurona/checks/workspace';
import { describe, expect, it } from 'vitest';
import { publishOrder } from './publish-order.js';

const named = (name: string, ...dependencies: readonly string[]) => ({
  name,
  folder: `packages/${name}`,
  manifest: { name, dependencies: Object.fromEntries(dependencies.map((one) => [one, '^1.0.0'])) },
});

describe('publishOrder', () => {
  it('puts a package after those that it depends on', () => {
    const order = publishOrder([named('c', 'b', 'fflate'), named('b', 'a'), named('a')]);
    expect(order.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('refuses circles', () => {
    expect(() => publishOrder([named('a', 'b'), named('b', 'a'), named('c')])).toThrow(
      'got a, b, which depend on each other',
    );
  });

  it('orders the packages of the repository', () => {
    const names = publishOrder(publicPackages()).map(({ name }) => name);
    expect(names.length).toBe(publicPackages().length);
    for (const { name, manifest } of publicPackages())
      for (const dependency of Object.keys((manifest.dependencies ?? {}) as object))
        if (names.includes(dependency)) expect(names.indexOf(dependency)).toBeLessThan(names.indexOf(name));
  });
});
