// internal
import { ArgumentError, describeShape, ShapeError } from '@neurona/backend';
import type { AnyModule, Module } from '@neurona/layers';
import { isTensor, type Tensor } from '@neurona/tensor';
import { ImageModel } from '../image-model/image-model.js';

/** Computes what layers of a network return for images, by their paths. The head of an {@link ImageModel} is not run. */
export function layerOutputs(
  subject: string,
  network: Module,
  paths: readonly string[],
): (x: Tensor) => Map<string, Tensor> {
  const modules = new Map<string, AnyModule>(network.namedModules());
  const looked = [...new Set(paths)].map((path) => {
    const module = modules.get(path);
    if (module) return [path, module] as const;
    throw new ArgumentError(subject, {
      expected: 'paths of layers of the network',
      received: path,
      where: `there are ${[...modules.keys()].slice(1, 13).join(', ')}${modules.size > 13 ? ', …' : ''}`,
    });
  });
  return (x) => {
    const outputs = new Map<string, Tensor>();
    const stops = looked.map(([path, module]) =>
      module.onForward((output: unknown) => outputs.set(path, checkMaps(subject, path, output))),
    );
    try {
      if (network instanceof ImageModel) network.features(x);
      else network.forward(x);
    } finally {
      for (const stop of stops.reverse()) stop();
    }
    for (const [path] of looked) if (!outputs.has(path)) throw notRun(subject, path);
    return outputs;
  };
}

const notRun = (subject: string, path: string): ArgumentError =>
  new ArgumentError(subject, {
    expected: 'layers of the features',
    received: path,
    hint: 'It is behind the features of the network, or is never called.',
  });

function checkMaps(subject: string, path: string, output: unknown): Tensor {
  if (isTensor(output) && output.ndim === 4) return output;
  throw new ShapeError(subject, {
    expected: 'layers whose output is [N, h, w, C]',
    received: isTensor(output) ? describeShape(output.shape) : output,
    where: path,
  });
}
