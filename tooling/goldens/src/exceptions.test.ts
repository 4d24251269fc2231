import { expect, it } from 'vitest';
import { exceptionFor, exceptions, type GoldenException } from './exceptions.js';
import { openFolder, ownFixtures } from './fixture-folder.js';

const { manifest } = await openFolder(ownFixtures);

/** The names of the cases that an exception covers on a backend. */
const covered = (exception: GoldenException, backend: string): string[] =>
  manifest.cases.filter((golden) => exceptionFor(golden, backend, [exception])).map(({ id }) => id);

it('finds cases by the start of their names, on one backend or on all', () => {
  const exception = { cases: 'conv/conv1d/same_', reason: 'a test' };
  const names = ['conv/conv1d/same_even_kernel', 'conv/conv1d/same_dilated'];
  expect(covered(exception, 'cpu')).toEqual(names);
  expect(covered({ ...exception, backend: 'webgpu' }, 'webgpu')).toEqual(names);
  expect(covered({ ...exception, backend: 'webgpu' }, 'cpu')).toEqual([]);
});

it('finds cases by what they call or train with', () => {
  expect(covered({ cases: 'torch.nn.functional.conv3d', reason: 'a test' }, 'cpu')).toEqual([
    'conv/conv3d/stride_asymmetric',
  ]);
  const trained = covered({ cases: 'torch.optim.RMSprop', reason: 'a test' }, 'cpu');
  expect(trained).toContain('training/rnn_regressor');
  expect(trained).toContain('optimizers/RMSprop/alpha/mlp');
});

it('allows nothing that no case needs, and never more than 10 times the tolerance', () => {
  for (const exception of exceptions) {
    expect(covered(exception, exception.backend ?? 'cpu')).not.toEqual([]);
    expect(exception.factor ?? 1).toBeLessThanOrEqual(10);
  }
});
