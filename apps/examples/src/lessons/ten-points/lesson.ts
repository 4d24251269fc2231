import { tenPoints } from '@neurona/datasets';
import { Perceptron } from '@neurona/mlp';
import { plotDecisionBoundary } from '@neurona/plots';
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
  const neuron = new Perceptron(2); // its weights are zero
  // #endregion

  // #region rule
  const misclassified: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const wrong = await neuron.fitEpoch(points, classes, { learningRate });
    misclassified.push(wrong);
    print(`Epoch ${epoch}: ${wrong} of ${points.length} misclassified`);
  }
  // #endregion

  // #region line
  const xRange = [0, 10] as const;
  const yRange = [-1, 5] as const;
  const sides = await onGrid(gridOf(xRange, yRange), (plane) => neuron.forward(plane));
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

  const weights = Array.from(await neuron.weight.data());
  return { misclassified, bias: await neuron.bias.item(), weights };
}
