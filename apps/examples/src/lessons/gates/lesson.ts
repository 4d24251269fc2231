import { type Gate, gates } from '@neurona/datasets';
import { bceWithLogits, Linear, Sequential, Tanh } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { plotDecisionBoundary } from '@neurona/plots';
import { manualSeed, memoryScope, tensor } from '@neurona/tensor';
import type { Measured } from '../../course/expectation.js';
import { gridOf, onGrid } from '../../course/grid.js';
import type { LessonTools } from '../../course/lesson.js';
import type { gatesNumbers } from './numbers.js';

export const settings = { epochs: 400, learningRate: 0.05, hiddenUnits: 4, seed: 1 };

export async function run(
  { epochs, learningRate, hiddenUnits, seed }: typeof settings,
  { print, draw }: LessonTools,
): Promise<Measured<typeof gatesNumbers.expectations>> {
  manualSeed(seed);

  // #region models
  const oneNeuron = (): Sequential => new Sequential(new Linear(2, 1));
  const twoLayers = (): Sequential =>
    new Sequential(new Linear(2, hiddenUnits), new Tanh(), new Linear(hiddenUnits, 1));
  // #endregion

  // #region training
  function train(model: Sequential, gate: Gate): void {
    const { fields } = gates(gate);
    const inputs = tensor(fields[0]!.values, { shape: [4, 2] }); // 00, 01, 10, 11
    const targets = tensor(fields[1]!.values, { dtype: 'float32', shape: [4, 1] });
    const optimizer = new Adam(model.parameters(), { learningRate });
    for (let epoch = 0; epoch < epochs; epoch++) {
      using _scope = memoryScope(); // frees what a step makes
      const loss = bceWithLogits(model.forward(inputs), targets);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }
    optimizer.dispose();
  }
  // #endregion

  // #region test
  async function rightRows(model: Sequential, gate: Gate): Promise<number> {
    const { fields } = gates(gate);
    const outputs = await model.forward(tensor(fields[0]!.values, { shape: [4, 2] })).data();
    return Array.from(outputs).filter((output, i) => Number(output > 0) === fields[1]!.values[i]).length;
  }
  // #endregion

  // #region experiment
  async function experiment(name: string, gate: Gate, model: Sequential): Promise<number> {
    train(model, gate);
    const right = await rightRows(model, gate);
    print(`${name}: ${right} of 4 rows are right`);
    draw(name, await picture(model, gate));
    model.dispose();
    return right;
  }
  const and = await experiment('and', 'and', oneNeuron());
  const or = await experiment('or', 'or', oneNeuron());
  const xor = await experiment('xor', 'xor', oneNeuron());
  const xorHidden = await experiment('xor-hidden', 'xor', twoLayers());
  // #endregion

  return { and, or, xor, xorHidden };
}

const range = [-0.5, 1.5] as const;

/** What the model says everywhere around the gate's four rows. */
async function picture(model: Sequential, gate: Gate): Promise<string> {
  const { fields } = gates(gate);
  const inputs = Array.from(fields[0]!.values);
  return plotDecisionBoundary(
    await onGrid(gridOf(range, range), (points) => model.forward(points).sigmoid()),
    {
      xRange: range,
      yRange: range,
      points: [0, 2, 4, 6].map((i) => inputs.slice(i, i + 2)),
      classes: Array.from(fields[1]!.values),
      title: gate.toUpperCase(),
    },
  );
}
