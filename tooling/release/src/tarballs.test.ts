import { describe, expect, it } from 'vitest';
import { unfit } from './tarballs.js';

const fit = {
  name: '@neurona/vae',
  version: '0.2.0',
  repository: {},
  homepage: 'https://example.com',
  bugs: 'https://example.com',
  license: 'Apache-2.0',
  keywords: ['vae'],
  exports: { '.': './dist/index.js' },
  dependencies: { '@neurona/tensor': '^0.2.0', fflate: '0.8.3' },
  peerDependencies: { '@neurona/backend-cpu': '>=0.1.0' },
};

describe('unfit', () => {
  it('finds nothing in a package that can be published', () => {
    expect(unfit(fit)).toEqual([]);
  });

  it('finds what only the repository knows', () => {
    const dependencies = { '@neurona/tensor': 'workspace:^', tsx: 'catalog:' };
    expect(unfit({ ...fit, dependencies, exports: { '.': './src/index.ts' } })).toEqual([
      '"dependencies" has @neurona/tensor as "workspace:^", which only this repository knows.',
      'it depends on @neurona/tensor workspace:^, expected ^0.2.0.',
      '"dependencies" has tsx as "catalog:", which only this repository knows.',
      '"exports" names sources.',
    ]);
  });

  it('finds packages of another version, and fields that are missing', () => {
    const { bugs: _, ...without } = fit;
    expect(unfit({ ...without, version: '0.0.0' })).toEqual([
      'it has no version yet: there is no changeset.',
      'it depends on @neurona/tensor ^0.2.0, expected ^0.0.0.',
      '"bugs" is missing.',
    ]);
  });
});
