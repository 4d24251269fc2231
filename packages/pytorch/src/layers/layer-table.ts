// internal: every layer that has an equal; a new layer adds a row to the file of its family
import type { AnyModule } from '@neurona/layers';
import { activations } from './activations.js';
import { containers } from './containers.js';
import { convolutions } from './convolutions.js';
import type { LayerWriter } from './layer-row.js';
import { norms } from './norms.js';
import { pools } from './pools.js';
import { sequences } from './sequences.js';
import { shapes } from './shapes.js';

const table = new Map([
  ...containers,
  ...activations,
  ...convolutions,
  ...norms,
  ...pools,
  ...sequences,
  ...shapes,
]) as ReadonlyMap<unknown, LayerWriter<AnyModule>>;

/** The writer of a layer's class, or of one that it extends without another forward pass. */
export function layerWriter(module: AnyModule): LayerWriter<AnyModule> | undefined {
  const own = Object.getPrototypeOf(module) as AnyModule;
  for (let at = own; at; at = Object.getPrototypeOf(at)) {
    const write = table.get(at.constructor);
    if (write) return at.forward === own.forward ? write : undefined;
  }
  return undefined;
}

/** Classes that have a row. */
export const writtenLayers = (): ReadonlySet<unknown> => new Set(table.keys());
