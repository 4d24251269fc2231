import { mse } from '@neurona/layers';
import { MLP } from '@neurona/mlp';
import { LBFGS } from '@neurona/optimizers';
import { plotCurves } from '@neurona/plots';
import { manualSeed, tensor } from '@neurona/tensor';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { universalApproximationNumbers } from './numbers.js';

export const settings = { steepness: 500, hiddenUnits: 20, iterations: 300, seed: 1 };

export async function run(
  { steepness, hiddenUnits, iterations, seed }: typeof settings,
  { print, draw }: LessonTools,
): Promise<Measured<typeof universalApproximationNumbers.expectations>> {
  manualSeed(seed);
  const line = Array.from({ length: 201 }, (_, i) => i / 200); // from 0 to 1

  // #region boxcar
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const boxcar = (x: number, slope: number): number =>
    sigmoid(slope * (x - 0.3)) - sigmoid(slope * (x - 0.6));
  const box = (x: number): number => Number(x > 0.3 && x < 0.6);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const boxcarError = mean(line.map((x) => Math.abs(boxcar(x, steepness) - box(x))));
  print(`Two sigmoids against a box: mean error ${boxcarError.toFixed(4)}`);
  // #endregion

  // #region network
  const target = (x: number): number => Math.sin(2 * Math.PI * x) + 0.5 * Math.sin(6 * Math.PI * x);
  const input = (values: readonly number[]) => tensor(values.map((value) => [6 * value - 3])); // from -3 to 3: units bend in all places
  const x = input(line);
  const y = tensor(line.map((value) => [target(value)]));
  async function fitCurve(units: number): Promise<MLP> {
    const model = new MLP([1, units, 1], { activation: 'tanh' });
    const optimizer = new LBFGS(model.parameters(), { lineSearchFn: 'strongWolfe', maxIter: iterations });
    await optimizer.step(() => {
      optimizer.zeroGrad();
      const loss = mse(model.forward(x), y);
      loss.backward();
      return loss;
    });
    optimizer.dispose();
    return model;
  }
  // #endregion

  // #region error
  const between = line.slice(1).map((value) => value - 1 / 400); // points that it has not learned from
  async function errorOf(model: MLP): Promise<number> {
    const outputs = await model.forward(input(between)).data();
    return Math.sqrt(mean(between.map((value, i) => (outputs[i]! - target(value)) ** 2)));
  }
  const [few, many] = [await fitCurve(2), await fitCurve(hiddenUnits)];
  const [fewError, manyError] = [await errorOf(few), await errorOf(many)];
  print(
    `Root mean square error: 2 units ${fewError.toFixed(4)}, ${hiddenUnits} units ${manyError.toFixed(4)}`,
  );
  // #endregion

  const curve = async (model: MLP) => ({ x: line, y: Array.from(await model.forward(x).data()) });
  const boxes = {
    box: { x: line, y: line.map(box) },
    'two sigmoids': { x: line, y: line.map((v) => boxcar(v, 50)) },
  };
  draw('boxcar', plotCurves(boxes, { title: 'A box from two sigmoids, steepness 50' }));
  const curves = {
    target: { x: line, y: line.map(target) },
    '2 units': await curve(few),
    'many units': await curve(many),
  };
  draw('curves', plotCurves(curves, { title: 'A curve, and networks that follow it' }));
  return { boxcarError, fewError, manyError };
}
