import { ArgumentError } from '@neurona/backend';
import { expect, it } from 'vitest';
import { ones } from '../../create.js';
import { forEachBackend } from '../../testing/index.js';

forEachBackend(() => {
  it.each([
    ['reshape', 'a shape'],
    ['broadcastTo', 'a shape'],
    ['permute', 'axes'],
  ] as const)('%s wants its sizes or axes as a list', (name, what) => {
    const x = ones([6]) as unknown as Record<string, (...values: unknown[]) => unknown>;
    expect(() => x[name]!(3, 2)).toThrow(ArgumentError);
    expect(() => x[name]!(3, 2)).toThrow(
      `[${name}] expected ${what} as a list of integers, got 3. Write all of them in brackets, as [3].`,
    );
    expect(() => x[name]!()).toThrow(`[${name}] expected ${what} as a list of integers, got undefined.`);
  });

  it('axes of another kind are named', () => {
    const x = ones([2, 3]) as unknown as Record<string, (...values: unknown[]) => unknown>;
    expect(() => x.squeeze!('rows')).toThrow('[squeeze] expected axes as a list of integers, got rows.');
    expect(() => x.sum!({ axis: 'rows' })).toThrow('[sum] expected axes as a list of integers, got rows.');
  });
});
