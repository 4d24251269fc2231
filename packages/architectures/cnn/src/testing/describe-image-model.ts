import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { crossEntropy, fuse, initUniform } from '@neurona/layers';
import { scoped, type Tensor, uniform, zeros } from '@neurona/tensor';
import { describeArchitecture, type PublishedModel } from '@neurona/training/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ImageModel } from '../image-model/image-model.js';
import { failureOf } from './failure-of.js';

/** What {@link describeImageModel} checks. */
export interface ImageModelCheck {
  /** Makes a small model of three classes. */
  readonly make: () => ImageModel;
  /** Shape of a batch. */
  readonly input: readonly [number, number, number, number];
  /** Shape of its features. */
  readonly features: readonly number[];
  /** The least side of its images. */
  readonly least: number;
  /** Shape of the logits, default `[N, 3]`. */
  readonly output?: readonly number[];
  /** Number of norms that don't follow a convolution, default none. */
  readonly normsLeft?: number;
  /** Whether the checks run on every backend instead of wasm alone. */
  readonly everywhere?: boolean;
  readonly published?: Readonly<Record<string, PublishedModel>>;
  /** Steps in which it overfits a batch, default 60. */
  readonly steps?: number;
  readonly learningRate?: number;
  /** The share of the first loss that may be left then, default 0.1. */
  readonly lossLeft?: number;
}

const elsewhere = 'npm run goldens -- --models runs whole networks there';

const classesOf = (shape: readonly number[]): number[] => shape.slice(0, -1);

/** Declares the checks of an architecture and of the contract that all networks for images share. */
export function describeImageModel(
  name: string,
  {
    make,
    input,
    features,
    least,
    output = [input[0], 3],
    everywhere = false,
    normsLeft = 0,
    ...rest
  }: ImageModelCheck,
): void {
  describeArchitecture(name, {
    make,
    inputs: [input],
    output,
    targets: { shape: classesOf(output), dtype: 'int32', low: 0, high: 3 },
    loss: (logits: Tensor, targets: Tensor) =>
      crossEntropy(logits.reshape([-1, logits.shape.at(-1)!]), targets.reshape([-1])),
    ...(everywhere ? {} : { skip: { cpu: elsewhere, webgpu: elsewhere } }),
    ...rest,
  });

  describe(`${name} as a network for images`, () => {
    beforeAll(() => useBackend(wasm()));

    const shapesOf = (model: ImageModel, shape: readonly number[] = input): number[][] => {
      const x = uniform(shape);
      return [scoped(() => model.features(x)), scoped(() => model.forward(x))].map((y) => [...y.shape]);
    };

    it('has features and logits of them', async () => {
      const model = make().eval();
      expect(shapesOf(model)).toEqual([features, output]);
      const x = uniform(input);
      const [direct, composed] = [model.forward(x), model.classify(model.features(x))];
      expect(await composed.data()).toEqual(await direct.data());
    });

    it('takes another head', () => {
      const model = make().eval();
      const [path, before] = [...model.namedParameters()].at(-1)!;
      expect(model.resetClassifier(7)).toBe(model);
      expect([model.numClasses, model.forward(zeros(input)).shape]).toEqual([7, [...classesOf(output), 7]]);
      expect(before.isDisposed).toBe(true);
      expect([...model.namedParameters()].at(-1)![0]).toBe(path);
      expect([...model.namedModules()].some(([, { training }]) => training)).toBe(false);
      expect(failureOf(() => model.resetClassifier(0))).toBe(
        `ArgumentError: [${model.kind}] expected numClasses to be an integer of at least 1, got 0.`,
      );
      expect(model.numClasses).toBe(7);
    });

    it('has the same logits when norms are folded', async () => {
      const model = make();
      for (const [path, buffer] of model.namedBuffers()) {
        if (path.endsWith('runningVar')) initUniform(buffer, { low: 0.5, high: 2 });
        else if (path.endsWith('runningMean')) initUniform(buffer, { low: -0.2, high: 0.2 });
      }
      const x = uniform(input);
      const before = (await model.eval().forward(x).data()).slice();
      const after = await fuse(model, { inputShape: input }).forward(x).data();
      const largest = Math.max(...before.map(Math.abs));
      expect(Math.max(...before.map((value, i) => Math.abs(value - after[i]!)))).toBeLessThan(1e-5 * largest);
      const left = [...model.namedModules()].filter(([, { kind }]) => kind === 'BatchNorm2d');
      expect(left.filter(([, module]) => !String(module).includes('folded')).length).toBe(normsLeft);
    });

    it('has stages that hold every parameter once, and freezes and unfreezes by them', () => {
      const model = make();
      const names = Object.keys(model.stages);
      const learning = (): string[] =>
        [...model.namedParameters()].flatMap(([path, { requiresGrad }]) => (requiresGrad ? [path] : []));
      const all = learning();
      const parts = names.map((stage) => {
        const before = learning();
        model.freezeThrough(stage);
        const after = new Set(learning());
        return before.filter((path) => !after.has(path));
      });
      expect(parts.flat().toSorted()).toEqual(all.toSorted());
      expect(parts.map((part) => part.length === 0)).toEqual(parts.map(() => false));
      for (const [i, stage] of names.entries()) {
        model.freeze().unfreezeFrom(stage);
        expect(learning().toSorted()).toEqual(parts.slice(i).flat().toSorted());
      }
      const modules = new Set(Array.from(model.namedModules(), ([path]) => path));
      expect(
        Object.values(model.stages)
          .flat()
          .filter((path) => !modules.has(path)),
      ).toEqual([]);
      expect(failureOf(() => model.freezeThrough('nothing'))).toBe(
        `ArgumentError: [${model.kind}] expected a stage among ${names.join(', ')}, got nothing.`,
      );
    });

    it('names what it expects of images', () => {
      const model = make().eval();
      const { kind, inChannels } = model;
      const [n, height, width] = input;
      expect(failureOf(() => model.forward(zeros([n, inChannels, 50, 50])))).toBe(
        `ShapeError: [${kind}] expected images [N, H, W, ${inChannels}], got [${n}, ${inChannels}, 50, 50]. Channels come last: permute x to [0, 2, 3, 1].`,
      );
      expect(failureOf(() => model.features(zeros([n, height, width, 9])))).toBe(
        `ShapeError: [${kind}] expected images [N, H, W, ${inChannels}], got [${n}, ${height}, ${width}, 9].`,
      );
      expect(failureOf(() => model.forward(zeros([height, width, inChannels])))).toMatch(/^ShapeError/);
      expect(model.leastImageSize()).toBe(least);
      expect(shapesOf(model, [1, least, least, inChannels])[1]).toEqual([
        1,
        ...(output.length === 2 ? [] : [least, least]),
        3,
      ]);
      if (least === 1) return;
      expect(failureOf(() => model.forward(zeros([1, 1, 1, inChannels])))).toBe(
        `ShapeError: [${kind}] expected images of at least ${least} × ${least}, got 1 × 1 (x has shape [1, 1, 1, ${inChannels}]). Resize them first.`,
      );
    });
  });
}
