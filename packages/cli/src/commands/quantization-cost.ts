// internal: what weights of 8 bits cost
import { type ONNXInput, roundToInt8 } from '@neurona/checkpoints';
import { manualSeed } from '@neurona/tensor';
import { textTable } from '../console/style.js';
import type { TrainedRun } from '../runs/trained-run.js';

/** Scores on the data that the model has not learned from, with its weights and with rounded ones. */
export type QuantizationCost = Readonly<Record<string, { readonly float32: number; readonly int8: number }>>;

/** Rounds the weights of a run's model to 8 bits, and scores it before and after. */
export async function roundWeights(
  { recipe, facts, model }: TrainedRun,
  inputs: readonly ONNXInput[],
): Promise<QuantizationCost> {
  const { task, settings } = recipe;
  const seed = Number(settings.training!.seed);
  manualSeed(seed);
  const { data } = await task.load(settings);
  const score = async (): Promise<Readonly<Record<string, number>>> => {
    manualSeed(seed);
    return (await task.evaluate(model, data.test, settings, facts)).numbers;
  };
  const float32 = await score();
  await roundToInt8(model, inputs);
  const int8 = await score();
  return Object.fromEntries(
    Object.entries(float32).map(([name, value]) => [name, { float32: value, int8: int8[name]! }]),
  );
}

/** The scores side by side. */
export const costTable = (cost: QuantizationCost): string =>
  textTable(
    ['score', 'float32', 'int8', 'change'],
    Object.entries(cost)
      .filter(([name]) => name !== 'examples')
      .map(([name, { float32, int8 }]) => [
        name,
        float32.toFixed(4),
        int8.toFixed(4),
        (int8 - float32)
          .toFixed(4)
          .replace(/^(?!-)/, '+')
          .replace(/^-(0\.0+)$/, '+$1'),
      ]),
  );
