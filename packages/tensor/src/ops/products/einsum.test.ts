import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { failureOf } from '../../testing/failure.js';
import { einsum } from './einsum.js';
import { matmul } from './matmul.js';
import { tensordot } from './tensordot.js';

const cases: Record<string, readonly (readonly number[])[]> = {
  'ij,jk->ik': [
    [2, 3],
    [3, 4],
  ],
  'ji,kj->ik': [
    [3, 2],
    [4, 3],
  ],
  'bij,bjk->bik': [
    [2, 2, 3],
    [2, 3, 4],
  ],
  'ij->ji': [[2, 3]],
  'ii->i': [[3, 3]],
  'iij->j': [[3, 3, 2]],
  ii: [[3, 3]],
  'ij->': [[2, 3]],
  'i,j->ji': [[2], [3]],
  'ij,ij->i': [
    [2, 3],
    [2, 3],
  ],
  'bn,anm,bm->ba': [
    [2, 3],
    [4, 3, 2],
    [2, 2],
  ],
  '...ij,...jk': [
    [2, 1, 2, 3],
    [4, 3, 2],
  ],
  'nchw,oc->nohw': [
    [2, 3, 2, 2],
    [4, 3],
  ],
  'b...d,d->b...': [[2, 3, 2, 4], [4]],
  'ab,cd->abcd': [
    [2, 2],
    [1, 3],
  ],
  'ik,k': [[2, 0], [0]],
};
for (const [equation, inputs] of Object.entries(cases)) {
  describeOp(`einsum ${equation}`, { run: (...xs) => einsum(equation, ...xs), inputs: { operands: inputs } });
}
describeOp('tensordot', {
  run: (a, b) => tensordot(a, b),
  inputs: {
    cubes: [
      [2, 3, 4],
      [3, 4, 2],
    ],
    empty: [
      [0, 3, 4],
      [3, 4, 2],
    ],
  },
});
describeOp('tensordot over named axes', {
  run: (a, b) =>
    tensordot(a, b, [
      [1, 0],
      [0, -1],
    ]),
  inputs: {
    cubes: [
      [2, 3, 4],
      [3, 2, 2],
    ],
  },
});
describeOp('tensordot over none', { run: (a, b) => tensordot(a, b, 0), inputs: { matrices: [[2, 2], [3]] } });

describe('einsum', () => {
  forEachBackend(() => {
    it('is the matrix product', async () => {
      const [a, b] = [
        tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        tensor([
          [1, 0],
          [2, 1],
          [0, 3],
        ]),
      ];
      expectClose(await einsum('ij,jk->ik', a, b).data(), await matmul(a, b).data());
      expectClose(await einsum(' i j , j k ', a, b).data(), await matmul(a, b).data());
    });

    it('needs no transposed copy of a matrix that the kernel can transpose', () => {
      const [a, b] = [ones([3, 2]), ones([4, 3])];
      const calls: string[] = [];
      const stop = a.backend.listen(({ kernel }) => calls.push(kernel));
      einsum('ji,kj->ik', a, b);
      stop();
      expect(calls).toEqual(['matmul']);
    });

    it('sorts the letters of an output that is not given', () => {
      expect(einsum('ba', ones([2, 3])).shape).toEqual([3, 2]);
      expect(einsum('bAa', ones([2, 3, 4])).shape).toEqual([3, 4, 2]);
    });

    it('stretches axes of size 1', async () => {
      expect(
        await einsum(
          'ij,ij->j',
          tensor([[1, 2]]),
          tensor([
            [1, 1],
            [10, 10],
          ]),
        ).array(),
      ).toEqual([11, 22]);
    });

    it('refuses what it cannot read', () => {
      const x = ones([2, 3]);
      const hint = "Write one term of letters for each operand, as in 'bij,bjk->bik'.";
      expect(failureOf(() => einsum('i1->i', x))).toBe(
        `ArgumentError: [einsum] expected an equation of letters, commas and one arrow, got 'i1->i'. ${hint}`,
      );
      expect(failureOf(() => einsum('ij->i->j', x))).toBe(
        `ArgumentError: [einsum] expected an equation of letters, commas and one arrow, got 'ij->i->j'. ${hint}`,
      );
      expect(failureOf(() => einsum('ij,jk->ik', x))).toBe(
        `ArgumentError: [einsum] expected 2 operands for 'ij,jk->ik', got 1. ${hint}`,
      );
      expect(failureOf(() => einsum('ijk', x))).toBe(
        "ShapeError: [einsum] expected an operand with 3 axes for 'ijk', got [2, 3] (equation 'ijk').",
      );
      expect(failureOf(() => einsum('ij,ij->', x, ones([2, 4])))).toBe(
        "ShapeError: [einsum] expected one size for 'j', got 3 and 4 (equation 'ij,ij->', shapes [2, 3] and [2, 4]).",
      );
      expect(failureOf(() => einsum('ii', x))).toBe(
        "ShapeError: [einsum] expected one size for 'i', got 2 and 3 (equation 'ii', shapes [2, 3]).",
      );
      expect(failureOf(() => einsum('ij->ik', x))).toBe(
        "ArgumentError: [einsum] expected an output of letters that the operands have, each once, got 'ik' (equation 'ij->ik').",
      );
      expect(failureOf(() => tensordot(x, x, 1))).toBe(
        'ShapeError: [tensordot] expected axis 0 of b to have 3 elements, got 2 (a has shape [2, 3], b has shape [2, 3]).',
      );
      expect(failureOf(() => tensordot(x, x, 3))).toBe(
        'ArgumentError: [tensordot] expected from 0 to 2 axes, got 3 (a has shape [2, 3], b has shape [2, 3]).',
      );
      expect(failureOf(() => tensordot(x, x, [[0], [0, 1]]))).toBe(
        'ArgumentError: [tensordot] expected as many axes of a as of b, each once, got [0] and [0, 1].',
      );
    });
  });
});
