import { Generator, rand, tensor, zeros } from '@neurona/tensor';
import { forEachBackend } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { weightsFingerprint } from './weights-fingerprint.js';

forEachBackend(() => {
  it('is the same for the same values on every device', async () => {
    const weight = rand([7, 3], { rng: new Generator(4) });
    const step = tensor([3, 4], { dtype: 'int32' });
    expect(await weightsFingerprint({ step, weight })).toBe('b2f6827f');
    expect(await weightsFingerprint({ weight: weight.clone(), step })).toBe('b2f6827f');
  });

  it('differs where a name, a shape, an order or a single bit does', async () => {
    const weight = rand([2, 3], { rng: new Generator(4) });
    const values = Array.from(await weight.data());
    const nudged = values.with(5, values[5]! * (1 + 2 ** -23));
    const all = await Promise.all(
      [
        {},
        { weight },
        { bias: weight },
        { weight: weight.reshape([3, 2]) },
        { weight: tensor(nudged, { shape: [2, 3] }) },
        { weight: tensor([...values].reverse(), { shape: [2, 3] }) },
        { weight: zeros([2, 3]) },
        { weight: zeros([2, 4]) },
        { weight: zeros([2, 3], { dtype: 'int32' }) },
      ].map(weightsFingerprint),
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it('takes numbers that devices take for zero as zero', async () => {
    const tiny = tensor([-0, 2 ** -140, 1]);
    expect(await weightsFingerprint({ tiny })).toBe(await weightsFingerprint({ tiny: tensor([0, 0, 1]) }));
  });
});

it('refuses what is no object', async () => {
  await expect(weightsFingerprint([] as never)).rejects.toThrow(
    '[weightsFingerprint] expected weights to be an object, got [].',
  );
});
