import { type Shape, sizeOf } from '@neurona/backend';
import type { LayerSpec, Workload } from './workload.js';

/** Shape of one example after a layer, channels last. */
export function shapeAfter(layer: LayerSpec, shape: Shape): Shape {
  const [height = 0, width = 0, channels = 0] = shape;
  switch (layer.kind) {
    case 'conv':
      return [height - layer.kernelSize + 1, width - layer.kernelSize + 1, layer.outputs];
    case 'pool':
      return [Math.floor(height / layer.kernelSize), Math.floor(width / layer.kernelSize), channels];
    case 'flatten':
      return [sizeOf(shape)];
    case 'linear':
      return [...shape.slice(0, -1), layer.outputs];
    case 'lstm':
      return layer.eachStep ? [shape[0]!, layer.outputs] : [layer.outputs];
    case 'embedding':
      return [...shape, layer.outputs];
    case 'positions':
    case 'block':
    case 'norm':
    case 'relu':
      return shape;
  }
}

/**
 * Floating-point operations of a training step in products of matrices and convolutions, a multiplication and an addition
 * counted as two. Backward takes as many for the weights and as many for the inputs, but inputs that are data need none.
 *
 *     FLOPs = 2 N (3 Σ_l m_l - m_1)        m: multiplications of a layer's forward pass, for one example
 */
export function flopsOfStep({ layers, exampleShape, batchSize }: Workload): number {
  const products: number[] = [];
  let shape = exampleShape;
  for (const layer of layers) {
    const after = shapeAfter(layer, shape);
    if (layer.kind === 'linear') products.push(sizeOf(shape.slice(0, -1)) * layer.inputs * layer.outputs);
    if (layer.kind === 'lstm')
      products.push(...[layer.inputs, layer.outputs].map((size) => shape[0]! * size * 4 * layer.outputs));
    if (layer.kind === 'block') {
      const [length, width] = [shape[0]!, layer.outputs];
      products.push(12 * length * width ** 2, 2 * length ** 2 * width); // maps; scores and what they weigh
    }
    if (layer.kind === 'conv') products.push(sizeOf(after) * layer.kernelSize ** 2 * layer.inputs);
    shape = after;
  }
  const forward = products.reduce((total, count) => total + count, 0);
  const ofData = layers[0]?.kind === 'embedding' ? 0 : products[0]!;
  return 2 * batchSize * (3 * forward - ofData);
}
