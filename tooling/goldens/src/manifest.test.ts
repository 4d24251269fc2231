import { expect, it } from 'vitest';
import { parseManifest } from './manifest.js';

const text = (fields: string): string =>
  `{"format": "pytorch-goldens/1", "cases": [{"id": "a/b", "group": "a", "kind": "clip", "callable": "f"${fields}}]}`;

it('reads infinities and NaN wherever they stand', () => {
  const [golden] = parseManifest(
    text(`, "args": [[{"float": "-inf"}]], "kwargs": {"p": {"float": "inf"}}, "ctor": {"layer": {"eps": {"float": "nan"}}},
      "clip": {"norm_type": {"float": "inf"}}, "optimizer": {"callable": "g", "kwargs": {"lr": {"float": "inf"}}}`),
  ).cases;
  expect(golden!.args).toEqual([[Number.NEGATIVE_INFINITY]]);
  expect(golden!.kwargs).toEqual({ p: Number.POSITIVE_INFINITY });
  expect(golden!.ctor).toEqual({ layer: { eps: Number.NaN } });
  expect(golden!.clip).toEqual({ norm_type: Number.POSITIVE_INFINITY });
  expect(golden!.optimizer!.kwargs).toEqual({ lr: Number.POSITIVE_INFINITY });
});

it('refuses other formats and cases without names', () => {
  expect(() => parseManifest('{"format": "other/1"}')).toThrow(
    '[parseManifest] expected the format pytorch-goldens/1, got other/1.',
  );
  expect(() => parseManifest('{"format": "pytorch-goldens/1", "cases": [{"id": "a"}]}')).toThrow(
    'expected a case with id, group, kind and callable',
  );
});
