import { autoencoderSteps, contraction, DenseAutoencoder, reconstructionErrors } from '@neurona/autoencoders';
import { digits, fetchBatch, trainTestSplit } from '@neurona/datasets';
import { Adam } from '@neurona/optimizers';
import { plotCurves } from '@neurona/plots';
import { Generator, manualSeed, noGrad, randn, type Tensor, tensor } from '@neurona/tensor';
import { fit } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { contractiveNumbers } from './numbers.js';

export const settings = {
  units: 64,
  weight: 0.01,
  epochs: 40,
  batchSize: 64,
  learningRate: 0.005,
  seed: 1,
};

const reaches = [0.25, 0.5, 0.75, 1, 1.5, 2];

export async function run(
  { units, weight, epochs, batchSize, learningRate, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof contractiveNumbers.expectations>> {
  // #region learn
  const [train, test] = trainTestSplit(await digits(), { testSize: 0.2, rng: new Generator(seed) });
  async function learn(factor: number): Promise<DenseAutoencoder> {
    manualSeed(seed); // the same weights at the start
    const model = new DenseAutoencoder([64, units], { codeActivation: 'sigmoid', tied: true });
    const adam = new Adam(model.parameters(), { learningRate });
    await fit(model, train, {
      ...autoencoderSteps({ loss: 'bce', penalties: factor > 0 ? [contraction(factor)] : [] }),
      optimizers: { adam },
      batchSize,
      epochs,
      progress,
      ...(signal && { signal }),
    });
    adam.dispose();
    return model;
  }
  const [free, contractive] = [await learn(0), await learn(weight)];
  // #endregion

  // #region directions
  const [images] = await fetchBatch(
    test,
    Array.from({ length: test.length }, (_, i) => i),
  );
  const x = tensor(images!.values, { shape: [test.length, 64] });
  const rows = (await x.array()) as number[][];
  const nearest = rows.map((row, i) => {
    const distances = rows.map((other, j) => (i === j ? Infinity : distanceOf(row, other)));
    return rows[distances.indexOf(Math.min(...distances))]!;
  });
  const unit = (directions: Tensor): Tensor => directions.div(directions.norm({ axis: 1, keepDims: true }));
  const along = unit(tensor(nearest).sub(x)); // to the digit that is most like it
  const off = unit(randn(x.shape, { rng: new Generator(seed) }));
  // #endregion

  // #region moves
  async function moves(model: DenseAutoencoder, directions: Tensor): Promise<number[]> {
    const codes = noGrad(() => model.encode(x));
    const lengths = reaches.map((reach) =>
      noGrad(() =>
        model
          .encode(x.add(directions.mul(reach)))
          .sub(codes)
          .norm({ axis: 1 })
          .mean(),
      ),
    );
    return Promise.all(lengths.map((length) => length.item()));
  }
  const errorOf = async (model: DenseAutoencoder): Promise<number> => {
    const errors = await reconstructionErrors(model, test);
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  };
  const [freeAlong, freeOff] = [await moves(free, along), await moves(free, off)];
  const [itsAlong, itsOff] = [await moves(contractive, along), await moves(contractive, off)];
  const at = reaches.indexOf(1);
  print(
    `a step of length 1 moves a code by ${freeOff[at]!.toFixed(3)} in a random direction and by ${freeAlong[at]!.toFixed(3)} to the nearest digit`,
  );
  print(`with the penalty by ${itsOff[at]!.toFixed(3)} and by ${itsAlong[at]!.toFixed(3)}`);
  // #endregion

  // #region picture
  const curve = (y: number[]) => ({ x: reaches, y });
  draw(
    'moves',
    plotCurves(
      {
        'free, to the nearest digit': curve(freeAlong),
        'free, any direction': curve(freeOff),
        'contractive, to the nearest digit': curve(itsAlong),
        'contractive, any direction': curve(itsOff),
      },
      { title: 'How far codes move', xLabel: 'length of the step', yLabel: 'distance of the codes' },
    ),
  );
  // #endregion

  const [freeError, error] = [await errorOf(free), await errorOf(contractive)];
  for (const used of [free, contractive, x, along, off]) used.dispose();
  return {
    contracted: itsOff[at]! / freeOff[at]!,
    freeChoice: freeAlong[at]! / freeOff[at]!,
    choice: itsAlong[at]! / itsOff[at]!,
    cost: error / freeError,
  };
}

const distanceOf = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
