// internal: the layers of a model that have adapters, or may have
import { torchCase } from '@neurona/checkpoints';
import { type AnyModule, Conv1d, Conv2d, LinearMap, QuantizedLinear } from '@neurona/layers';
import { type BaseLayer, LoRALayer } from './lora-layer.js';

/** A part of a model, where it stands. */
interface Place<Part> {
  /** Its path as PyTorch writes it, `model.layers.0.self_attn.q_proj`. */
  readonly path: string;
  readonly part: Part;
  /** What holds it, by field or position. */
  readonly holder: Record<string, unknown>;
  readonly field: string;
}

function* places(model: AnyModule): Generator<Place<unknown>> {
  for (const [path, module] of model.namedModules()) {
    const prefix = path === '' ? '' : `${path}.`;
    for (const [field, part] of Object.entries(module)) {
      if (!Array.isArray(part)) {
        yield { path: torchCase(prefix + field), part, holder: module as never, field };
        continue;
      }
      for (const [i, item] of part.entries())
        yield { path: torchCase(prefix + i), part: item, holder: part as never, field: String(i) };
    }
  }
}

/** The linear maps and convolutions that are no part of an adapter, with their paths. */
export const baseLayers = (model: AnyModule): Place<BaseLayer>[] =>
  [...places(model)].filter(
    (place): place is Place<BaseLayer> =>
      kinds.some((kind) => place.part instanceof kind) && !(place.holder instanceof LoRALayer),
  );

const kinds = [LinearMap, QuantizedLinear, Conv1d, Conv2d];

/** The adapters, with their paths. */
export const adaptersOf = (model: AnyModule): Place<LoRALayer>[] =>
  [...places(model)].filter((place): place is Place<LoRALayer> => place.part instanceof LoRALayer);
