import { tenPoints } from '@neurona/datasets';
import { plotDecisionBoundary } from '@neurona/plots';
import { type Tensor, tensor, zeros } from '@neurona/tensor';
import type { Measured } from '../../course/expectation.js';
import { gridOf, onGrid } from '../../course/grid.js';
import type { LessonTools } from '../../course/lesson.js';
import type { tenPointsNumbers } from './numbers.js';

export const settings = { epochs: 5, learningRate: 0.1 };

export async function run(
  { epochs, learningRate }: typeof settings,
  { print, draw }: LessonTools,
): Promise<Measured<typeof tenPointsNumbers.expectations>> {
  // #region data
  const data = tenPoints();
  const points = Array.from({ length: data.length }, (_, i) => Array.from(data.get(i)[0]!.values));
  const classes = Array.from(data.fields[1]!.values); // 0 or 1
  // #endregion

  // #region neuron
  let weights = zeros([2]);
  let bias = zeros([]);
  const sum = (x: Tensor): Tensor => x.matmul(weights).add(bias); // of a point [2] or of many [N, 2]
  const classOf = async (x: Tensor): Promise<number> => ((await sum(x).item()) >= 0 ? 1 : 0); // the threshold
  // #endregion

  // #region rule
  const misclassified: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let wrong = 0;
    for (const [i, point] of points.entries()) {
      const x = tensor(point);
      const error = classes[i]! - (await classOf(x)); // 1: the sum is too low, -1: too high, 0: right
      if (error === 0) continue;
      weights = weights.add(x.mul(learningRate * error));
      bias = bias.add(learningRate * error);
      wrong++;
    }
    misclassified.push(wrong);
    print(`Epoch ${epoch}: ${wrong} of ${points.length} misclassified`);
  }
  // #endregion

  // #region line
  const xRange = [0, 10] as const;
  const yRange = [-1, 5] as const;
  const sides = await onGrid(gridOf(xRange, yRange), (plane) => sum(plane).greaterEqual(0));
  draw(
    'line',
    plotDecisionBoundary(sides, {
      xRange,
      yRange,
      field: 'class',
      points,
      classes,
      title: 'What the neuron says',
    }),
  );
  // #endregion

  return { misclassified, bias: await bias.item(), weights: Array.from(await weights.data()) };
}
