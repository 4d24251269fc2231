import { expect, it } from 'vitest';
import {
  CircularPad1d,
  CircularPad2d,
  CircularPad3d,
  ConstantPad1d,
  ConstantPad2d,
  ConstantPad3d,
  Flatten,
  Linear,
  type Module,
  Permute,
  PixelShuffle,
  PixelUnshuffle,
  ReflectionPad1d,
  ReflectionPad2d,
  ReflectionPad3d,
  RepeatVector,
  ReplicationPad1d,
  ReplicationPad2d,
  ReplicationPad3d,
  Reshape,
  TimeDistributed,
  Unflatten,
  Upsample,
  ZeroPad1d,
  ZeroPad2d,
  ZeroPad3d,
} from '../index.js';
import { describeLayer } from '../testing/index.js';

const layers: Record<string, readonly [make: () => Module, input: number[], output: number[]]> = {
  Flatten: [() => new Flatten(), [2, 3, 2], [2, 6]],
  'Flatten of a range': [() => new Flatten(0, 1), [2, 3, 2], [6, 2]],
  Unflatten: [() => new Unflatten(1, [2, -1]), [2, 6], [2, 2, 3]],
  Reshape: [() => new Reshape([3, 2]), [2, 6], [2, 3, 2]],
  Permute: [() => new Permute([0, 2, 1]), [2, 3, 4], [2, 4, 3]],
  RepeatVector: [() => new RepeatVector(3), [2, 4], [2, 3, 4]],
  'Upsample, nearest': [() => new Upsample({ scaleFactor: 2 }), [1, 2, 3, 2], [1, 4, 6, 2]],
  'Upsample, bilinear': [() => new Upsample({ size: [3, 4], mode: 'bilinear' }), [1, 2, 3, 2], [1, 3, 4, 2]],
  PixelShuffle: [() => new PixelShuffle(2), [1, 2, 1, 8], [1, 4, 2, 2]],
  PixelUnshuffle: [() => new PixelUnshuffle(2), [1, 4, 2, 2], [1, 2, 1, 8]],
  ZeroPad1d: [() => new ZeroPad1d([1, 2]), [2, 3, 2], [2, 6, 2]],
  ZeroPad2d: [() => new ZeroPad2d([1, 2]), [1, 2, 3, 2], [1, 4, 7, 2]],
  ZeroPad3d: [() => new ZeroPad3d({ front: 1, right: 2 }), [1, 1, 2, 1, 2], [1, 2, 2, 3, 2]],
  ConstantPad3d: [() => new ConstantPad3d([1, 0, 2], 3), [1, 1, 2, 1, 2], [1, 3, 2, 5, 2]],
  ReflectionPad3d: [() => new ReflectionPad3d(1), [1, 2, 2, 3, 1], [1, 4, 4, 5, 1]],
  ReplicationPad3d: [() => new ReplicationPad3d(1), [1, 2, 1, 1, 2], [1, 4, 3, 3, 2]],
  CircularPad3d: [() => new CircularPad3d({ back: 2, top: 1 }), [1, 2, 2, 1, 1], [1, 4, 3, 1, 1]],
  ConstantPad1d: [() => new ConstantPad1d(1, 3), [2, 3, 2], [2, 5, 2]],
  ConstantPad2d: [() => new ConstantPad2d({ left: 2 }, 3), [1, 2, 3, 2], [1, 2, 5, 2]],
  ReflectionPad1d: [() => new ReflectionPad1d(2), [2, 3, 2], [2, 7, 2]],
  ReflectionPad2d: [() => new ReflectionPad2d(1), [1, 2, 3, 2], [1, 4, 5, 2]],
  ReplicationPad1d: [() => new ReplicationPad1d(2), [2, 3, 2], [2, 7, 2]],
  ReplicationPad2d: [() => new ReplicationPad2d(1), [1, 2, 3, 2], [1, 4, 5, 2]],
  CircularPad1d: [() => new CircularPad1d(2), [2, 3, 2], [2, 7, 2]],
  CircularPad2d: [() => new CircularPad2d(1), [1, 2, 3, 2], [1, 4, 5, 2]],
};
for (const [name, [make, input, output]] of Object.entries(layers)) {
  describeLayer(name, { make, cases: { one: { inputs: [input], output } } });
}

describeLayer('TimeDistributed', {
  make: () => new TimeDistributed(new Linear(2, 3)),
  cases: { sequences: { inputs: [[2, 3, 2]], output: [2, 3, 3] } },
  state: { 'module.weight': [2, 3], 'module.bias': [3] },
  wrong: [[[[4]], '[TimeDistributed] expected x [N, L, ...], got [4].']],
});

describeLayer('shapes that do not fit', {
  make: () => new RepeatVector(2),
  cases: {},
  wrong: [[[[2, 3, 4]], '[RepeatVector] expected x [N, D], got [2, 3, 4].']],
});

describeLayer('padding that does not fit', {
  make: () => new ReflectionPad2d(3),
  cases: {},
  wrong: [
    [[[2, 3]], '[ReflectionPad2d] expected x [..., H, W, C], got [2, 3].'],
    [[[1, 2, 3, 2]], '[pad] expected'],
  ],
});

it('says what they are', () => {
  expect(String(new Flatten())).toBe('Flatten()');
  expect(String(new Unflatten(1, [2, 3]))).toBe('Unflatten(1, [2, 3])');
  expect(String(new Upsample({ scaleFactor: 2 }))).toBe('Upsample(scaleFactor: 2)');
  expect(String(new ZeroPad2d({ top: 1 }))).toBe('ZeroPad2d({"top":1})');
  expect(String(new ConstantPad3d(1, 2))).toBe('ConstantPad3d(1, 2)');
  expect(String(new TimeDistributed(new Linear(2, 3)))).toBe('TimeDistributed(\n  (module): Linear(2, 3)\n)');
});
