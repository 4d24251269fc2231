import * as layers from '@neurona/layers';
import { expect, it } from 'vitest';
import { classTable } from '../architectures/class-table.js';
import { writtenLayers } from './layer-table.js';

/** Layers that have no equal, and why. */
const unequal: Readonly<Record<string, string>> = {
  ActivityRegularization: 'adds to the loss, beside the output',
  FeatureExtractor: 'stops a network in its middle',
  Lambda: 'a function of any code',
  LayerScale: 'a parameter of the block around it, as in torchvision; written there',
  LinearMap: 'what Linear and QuantizedLinear have in common',
  MaxUnpool1d: 'takes places beside values, in the order of our axes',
  MaxUnpool2d: 'takes places beside values, in the order of our axes',
  MaxUnpool3d: 'takes places beside values, in the order of our axes',
  QuantizedConvolution: 'weights in blocks with scales, which PyTorch itself has not',
  QuantizedLinear: 'weights in blocks with scales, which PyTorch itself has not',
  RecurrentDirection: 'a part of a recurrent layer',
  RotaryPositions: 'a part of attention that PyTorch has not',
};

it('has every layer, by a row or that of the class it extends, or a reason why not', () => {
  const written = writtenLayers();
  const isWritten = (kind: object): boolean => {
    for (let at = kind; typeof at === 'function'; at = Object.getPrototypeOf(at))
      if (written.has(at) || classTable.has(at)) return true;
    return false;
  };
  const missing = Object.entries(layers)
    .filter(([, value]) => typeof value === 'function' && value.prototype instanceof layers.Module)
    .filter(
      ([name, kind]) => !isWritten(kind) && !Object.hasOwn(unequal, name) && !/^Recurrent(Layer)$/.test(name),
    );
  expect(missing.map(([name]) => name)).toEqual([]);
});
