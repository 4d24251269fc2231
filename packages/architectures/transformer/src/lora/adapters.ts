// internal: the layers of a model that have adapters, or may have
import { ArgumentError } from '@neurona/backend';
import { torchCase } from '@neurona/checkpoints';
import { type AnyModule, Conv1d, Conv2d, LinearMap, QuantizedLinear } from '@neurona/layers';
import { type AdapterSettings, type BaseLayer, isConvolution, LoRALayer } from './lora-layer.js';

/** A part of a model, where it stands. */
export interface Place<Part> {
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

/** Modules that are learned whole beside adapters, and saved with them. */
const wholes = new WeakSet<AnyModule>();

/** Those modules of a model, with their paths. */
export const wholesOf = (model: AnyModule): (readonly [path: string, module: AnyModule])[] =>
  outermost(model, (module) => wholes.has(module));

/** The modules that satisfy a condition and are in no other one that does, with their paths as PyTorch writes them. */
export function outermost(
  model: AnyModule,
  isWanted: (module: AnyModule, path: string) => boolean,
): (readonly [path: string, module: AnyModule])[] {
  const found: [string, AnyModule][] = [];
  for (const [field, module] of model.namedModules()) {
    const path = torchCase(field);
    if (found.some(([outer]) => path.startsWith(`${outer}.`)) || !isWanted(module, path)) continue;
    found.push([path, module]);
  }
  return found;
}

/** An adapter to be added, and where. */
export type Addition = readonly [place: Place<BaseLayer>, settings: AdapterSettings];

/** Throws if a model has adapters. */
export function checkNone(subject: string, model: AnyModule): void {
  if (adaptersOf(model).length === 0) return;
  throw new ArgumentError(subject, {
    expected: 'a model without adapters',
    received: 'one that has them',
    hint: 'Add them to its weights first: mergeLora(model).',
  });
}

/** Freezes a model but for some modules, and adds adapters; a model that they can't be added to stays as it was. */
export function addAdapters(
  subject: string,
  model: AnyModule,
  additions: readonly Addition[],
  learned: readonly AnyModule[],
): void {
  const grouped = additions.find(([{ part }]) => isConvolution(part) && (part.options.groups ?? 1) > 1);
  if (grouped) {
    throw new ArgumentError(subject, {
      expected: 'targets without groups',
      received: `${grouped[0].path}, a convolution in groups`,
      hint: 'A map of low rank mixes all channels, as those of a group do not: leave it out of the targets.',
    });
  }
  for (const [, { dropout }] of additions) {
    if (dropout >= 0 && dropout < 1) continue;
    throw new ArgumentError(subject, { expected: 'dropout from 0 to less than 1', received: dropout });
  }
  model.freeze();
  for (const [{ part, holder, field }, settings] of additions) holder[field] = new LoRALayer(part, settings);
  for (const module of learned) {
    module.unfreeze();
    wholes.add(module);
  }
}

/** Lets a model be learned as one without adapters. */
export function releaseWholes(model: AnyModule): void {
  for (const [, module] of wholesOf(model)) wholes.delete(module);
  model.unfreeze();
}
