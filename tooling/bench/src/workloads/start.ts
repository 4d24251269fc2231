import { type Shape, sizeOf } from '@neurona/backend';
import { Generator, rand, randint, type Tensor, uniform } from '@neurona/tensor';
import type { Batch, HostArray, LayerSpec, LayerWeights, Start, Workload } from './workload.js';

const batchCount = 4;

/** Weights uniform in ±1/√fanIn and batches of random examples, the same for the same seed. Needs a backend. */
export async function startOf(workload: Workload, seed = 25): Promise<Start> {
  const rng = new Generator(seed);
  const weights: LayerWeights[] = [];
  for (const layer of workload.layers) {
    for (const shape of weightShapes(layer)) {
      const bound = 1 / Math.sqrt(sizeOf(shape.slice(0, -1)));
      const draw = (size: Shape) => hostArray(uniform(size, { low: -bound, high: bound, rng }));
      weights.push({ weight: await draw(shape), bias: await draw(shape.slice(-1)) });
    }
  }
  const batches: Batch[] = [];
  for (let i = 0; i < batchCount; i++) {
    const inputs = await hostArray(rand([workload.batchSize, ...workload.exampleShape], { rng }));
    const targets = randint(0, workload.classes, [workload.batchSize], { rng });
    batches.push({ inputs, targets: Int32Array.from(await targets.data()) });
    targets.dispose();
  }
  return { weights, batches };
}

function weightShapes(layer: LayerSpec): Shape[] {
  if (layer.kind === 'linear') return [[layer.inputs, layer.outputs]];
  if (layer.kind === 'conv') return [[layer.kernelSize, layer.kernelSize, layer.inputs, layer.outputs]];
  if (layer.kind === 'lstm') return [layer.inputs, layer.outputs].map((size) => [size, 4 * layer.outputs]);
  return [];
}

async function hostArray(x: Tensor): Promise<HostArray> {
  const values = Float32Array.from(await x.data());
  x.dispose();
  return { values, shape: x.shape };
}
