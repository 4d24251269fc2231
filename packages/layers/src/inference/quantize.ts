import { ArgumentError, checkOptions, type OptionTable, type QuantizedBits } from '@neurona/backend';
import { Convolution } from '../conv/convolution.js';
import { QuantizedConvolution } from '../conv/quantized-convolution.js';
import { LinearMap } from '../linear/linear-map.js';
import { QuantizedLinear } from '../linear/quantized-linear.js';
import { type AnyModule, checkModule } from '../module.js';

/** Settings of {@link quantize}. */
export interface QuantizeOptions {
  /** Bits of a weight: 16 (float16), 8 (default), or 4. */
  readonly bits?: QuantizedBits;
  /**
   * Whether convolutions are stored so, too, default false: their weights are written out for the time of a call, so that they take less
   * memory, but time. Those stay that would not get smaller, as depthwise ones.
   */
  readonly convolutions?: boolean;
  /** Modules that stay as they are, with all that is inside: `[model.lmHead]`. */
  readonly keep?: readonly AnyModule[];
}

const quantizeOptions: OptionTable<QuantizeOptions> = { bits: 8, convolutions: false, keep: [] };

/**
 * Rounds the weights of a model's linear layers to 16, 8 or 4 bits, by blocks of 64 inputs, and frees them: each takes 16.5, 8.5 or 4.5 bits in
 * place of 32. The model is used as before; products read the codes. Weights of normal values move by 0.02 % (16 bits), 0.6 % (8 bits) or
 * 9 % (4 bits) of their root mean square. What is rounded is not learned any more: adapters are, by `lora` of `@neurona/transformer` (QLoRA), after it.
 * Embeddings and recurrent layers stay, and convolutions unless they are asked for.
 * @param model - Is changed in place: `fc.weight` becomes `fc.codes` and `fc.scales`.
 * @returns the model.
 * @throws {@link ArgumentError} if there is no layer to round, as in a model that is one, or for other bits.
 * @example
 * const model = quantize(new Sequential(new Linear(64, 32), new ReLU(), new Linear(32, 2)), { bits: 4 });
 * Object.keys(model.stateDict()); // => ['0.codes', '0.scales', '0.bias', '2.codes', '2.scales', '2.bias']
 * @see Dettmers et al., "QLoRA: Efficient Finetuning of Quantized LLMs", 2023, arXiv:2305.14314
 */
export function quantize<Model extends AnyModule>(model: Model, options: QuantizeOptions = {}): Model {
  const { bits = 8, convolutions = false, keep = [] } = checkOptions('quantize', options, quantizeOptions);
  checkModule('quantize', model);
  const kept = new Set(
    keep.flatMap((part) => [...checkModule('quantize', part).namedModules()].map(([, one]) => one)),
  );
  const replaced = new Map<Layer, AnyModule>();
  const rounded = (layer: Layer): AnyModule | undefined => {
    if (layer instanceof LinearMap) return new QuantizedLinear(layer, bits);
    return convolutions && getsSmaller(layer, bits) ? new QuantizedConvolution(layer, bits) : undefined;
  };
  for (const [, holder] of [...model.namedModules()]) {
    if (!kept.has(holder)) replaceLayers(holder as unknown as Fields, kept, rounded, replaced);
  }
  if (replaced.size === 0) {
    throw new ArgumentError('quantize', {
      expected: `a model with linear layers${convolutions ? ' or convolutions' : ''} inside`,
      received: model.kind,
      hint: `A single layer is rounded by new ${model instanceof Convolution ? 'QuantizedConvolution' : 'QuantizedLinear'}(layer, bits).`,
    });
  }
  for (const [, module] of model.namedModules()) module.layersReplaced(replaced);
  const used = new Set(model.parameters());
  for (const { weight } of replaced.keys()) if (!used.has(weight)) weight.dispose();
  return model;
}

type Fields = Record<string, unknown>;
type Layer = LinearMap | Convolution;

/** Whether so many bits make a convolution's weight smaller: a block has 64 inputs, also where the kernel has fewer. */
function getsSmaller({ weight }: Convolution, bits: QuantizedBits): boolean {
  const inputs = weight.size / weight.shape.at(-1)!;
  return Math.ceil(inputs / 64) * (64 * bits + 32) < 32 * inputs;
}

/** Puts rounded layers into a module's fields, and into arrays in them, in place of those that they are made of. */
function replaceLayers(
  holder: Fields,
  kept: ReadonlySet<AnyModule>,
  rounded: (layer: Layer) => AnyModule | undefined,
  replaced: Map<Layer, AnyModule>,
): void {
  for (const [field, part] of Object.entries(holder)) {
    if (Array.isArray(part)) replaceLayers(part as unknown as Fields, kept, rounded, replaced);
    if (!(part instanceof LinearMap || part instanceof Convolution) || kept.has(part)) continue;
    const made = replaced.get(part) ?? rounded(part);
    if (!made) continue;
    replaced.set(part, made);
    holder[field] = made;
  }
}
