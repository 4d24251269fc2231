import { type Shape, sizeOf } from '@neurona/backend';
import { Generator, rand, randint, type Tensor, uniform } from '@neurona/tensor';
import type { Batch, HostArray, LayerSpec, LayerWeights, Start, Workload } from './workload.js';

const batchCount = 4;

/** Weights uniform in ±1/√fanIn, norms' of 1, and batches of random examples, the same for the same seed. Needs a backend. */
export async function startOf(workload: Workload, seed = 25): Promise<Start> {
  const rng = new Generator(seed);
  const weights: LayerWeights[] = [];
  for (const layer of workload.layers) {
    for (const shape of weightShapes(layer)) {
      if (shape.length === 1) {
        weights.push({ weight: filled(shape, 1), bias: filled(shape, 0) });
        continue;
      }
      const bound = 1 / Math.sqrt(sizeOf(shape.slice(0, -1)));
      const draw = (size: Shape) => hostArray(uniform(size, { low: -bound, high: bound, rng }));
      const bias = hasBias(layer) ? await draw(shape.slice(-1)) : undefined;
      weights.push({ weight: await draw(shape), bias });
    }
  }
  const batches: Batch[] = [];
  for (let i = 0; i < batchCount; i++) {
    const shape = [workload.batchSize, ...workload.exampleShape];
    const inputs = isText(workload)
      ? { values: await randomIntegers(workload.classes, shape, rng), shape }
      : await hostArray(rand(shape, { rng }));
    const answers = isText(workload) ? shape : [workload.batchSize];
    batches.push({ inputs, targets: await randomIntegers(workload.classes, answers, rng) });
  }
  return { weights, batches };
}

function weightShapes(layer: LayerSpec): Shape[] {
  if (layer.kind === 'linear' || layer.kind === 'embedding' || layer.kind === 'positions')
    return [[layer.inputs, layer.outputs]];
  if (layer.kind === 'norm') return [[layer.outputs]];
  if (layer.kind === 'block') {
    const width = layer.outputs;
    return [[width], [width, 3 * width], [width, width], [width], [width, 4 * width], [4 * width, width]];
  }
  if (layer.kind === 'conv') return [[layer.kernelSize, layer.kernelSize, layer.inputs, layer.outputs]];
  if (layer.kind === 'lstm') return [layer.inputs, layer.outputs].map((size) => [size, 4 * layer.outputs]);
  return [];
}

const hasBias = (layer: LayerSpec): boolean =>
  layer.kind === 'linear' ? (layer.bias ?? true) : layer.kind !== 'embedding' && layer.kind !== 'positions';

const filled = (shape: Shape, value: number): HostArray => ({
  values: new Float32Array(sizeOf(shape)).fill(value),
  shape,
});

/** Whether examples are tokens, each with the class of the next one. */
const isText = ({ layers }: Workload): boolean => layers[0]?.kind === 'embedding';

async function randomIntegers(below: number, shape: Shape, rng: Generator): Promise<Int32Array> {
  using x = randint(0, below, [...shape], { rng });
  return Int32Array.from(await x.data());
}

async function hostArray(x: Tensor): Promise<HostArray> {
  const values = Float32Array.from(await x.data());
  x.dispose();
  return { values, shape: x.shape };
}
