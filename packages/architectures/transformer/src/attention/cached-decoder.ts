// internal: a transformer's decoder that keeps keys and values between calls
import type { MultiheadAttention, TransformerDecoder } from '@neurona/layers';
import { linear, type Tensor } from '@neurona/tensor';
import { attend, joinHeads, splitHeads } from './attend.js';
import { appended, type KeyValueBlocks, type KeyValues, lengthOf } from './key-value-state.js';

/** What a layer of the decoder looks at: the targets before, and the memory. */
export interface DecoderKeyValues {
  readonly decoder: KeyValueBlocks;
  readonly encoder: KeyValues;
}

/** Queries, keys or values of all heads: part 0, 1 or 2 of the weights. */
function projected(attention: MultiheadAttention, x: Tensor, part: 0 | 1 | 2): Tensor {
  const { inProjWeight, inProjBias, embedDim, numHeads } = attention;
  const weight = inProjWeight!.narrow(1, part * embedDim, embedDim);
  const bias = inProjBias?.narrow(0, part * embedDim, embedDim);
  return splitHeads(linear(x, weight, bias), numHeads); // [N, H, L, D]
}

/** Keys and values of the memory, of each layer. */
export const memoryKeyValues = (decoder: TransformerDecoder, memory: Tensor): KeyValues[] =>
  decoder.layers.map(({ multiheadAttn }) => ({
    keys: projected(multiheadAttn, memory, 1),
    values: projected(multiheadAttn, memory, 2),
  }));

/** The targets before of one layer, none of them where there are none, and the memory. */
export interface Past {
  readonly decoder: KeyValueBlocks | undefined;
  readonly encoder: KeyValues;
}

/**
 * Runs a decoder on further targets `[N, L, E]`, in evaluation mode.
 * @param memoryMask - Bool `[N, S]`, true where the memory is no padding; undefined where there is none.
 */
export function decodeAfter(
  decoder: TransformerDecoder,
  targets: Tensor,
  past: readonly Past[],
  memoryMask: Tensor | undefined,
): { readonly hidden: Tensor; readonly layers: readonly DecoderKeyValues[] } {
  const batch = targets.shape[0]!;
  const offset = lengthOf(past[0]!.decoder ?? []);
  const padding = memoryMask?.reshape([batch, 1, 1, memoryMask.shape[1]!]);
  const layers: DecoderKeyValues[] = [];
  let x = targets;
  for (const [i, layer] of decoder.layers.entries()) {
    const { selfAttn, multiheadAttn, norm1, norm2, norm3, normFirst } = layer;
    const turn = (heads: Tensor): Tensor => selfAttn.rotary?.forward(heads, { offset }) ?? heads;
    const look = (y: Tensor): Tensor => {
      const own = { keys: turn(projected(selfAttn, y, 1)), values: projected(selfAttn, y, 2) };
      const all = appended(past[i]!.decoder, own);
      layers.push({ decoder: all, encoder: past[i]!.encoder });
      const heads = attend(turn(projected(selfAttn, y, 0)), all, { causal: true, offset });
      return selfAttn.outProj.forward(joinHeads(heads));
    };
    const lookUp = (y: Tensor): Tensor => {
      const heads = attend(projected(multiheadAttn, y, 0), [past[i]!.encoder], { mask: padding });
      return multiheadAttn.outProj.forward(joinHeads(heads));
    };
    const feed = (y: Tensor): Tensor => layer.linear2.forward(layer.activation(layer.linear1.forward(y)));
    for (const [norm, part] of [
      [norm1, look],
      [norm2, lookUp],
      [norm3, feed],
    ] as const)
      x = normFirst ? x.add(part(norm.forward(x))) : norm.forward(x.add(part(x)));
  }
  return { hidden: decoder.norm ? decoder.norm.forward(x) : x, layers };
}
