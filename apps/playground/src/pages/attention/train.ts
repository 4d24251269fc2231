import { type AttentionHeads, attentionHeads } from '@neurona/layers';
import { noGrad, scoped, tensor } from '@neurona/tensor';
import { AttentionNetwork, tokenizer } from '../../weights/attention-network.js';
import { knownText } from '../../weights/attention-sizes.js';
import { bytesOf, loadWeights } from '../../weights/weight-files.js';
import type { Trainer } from '../../worker/protocol.js';
import { type AttentionSettings, layers } from './settings.js';

/** What the heads of a layer compute: by head, a row for each character. */
export type LayerNumbers = Readonly<
  Record<keyof AttentionHeads, readonly (readonly (readonly number[])[])[]>
>;

/** What the page shows. */
export interface AttentionSnapshot {
  readonly settings: AttentionSettings;
  /** A character each. */
  readonly tokens: readonly string[];
  readonly layers: readonly LayerNumbers[];
  /** After each character, the likeliest next ones. */
  readonly next: readonly (readonly { readonly token: string; readonly share: number }[])[];
  /** Nats for each character but the first, as the network expects it after those before, with the mask and without. */
  readonly nats: { readonly masked: readonly number[]; readonly open: readonly number[] };
}

const likeliest = 3; // next characters

/** Reads texts with the network that the page brings along. */
export const createAttentionTrainer = (settings: AttentionSettings): AttentionReader =>
  new AttentionReader(settings);

/** Reads, and shows what is inside. It doesn't learn: it has no steps. */
export class AttentionReader implements Trainer<AttentionSettings, AttentionSnapshot> {
  readonly #model = new AttentionNetwork();
  #settings: AttentionSettings;
  #isLoaded = false;

  constructor(settings: AttentionSettings) {
    this.#settings = settings;
  }

  step(): boolean {
    return true;
  }

  update(settings: AttentionSettings): boolean {
    this.#settings = settings;
    return true;
  }

  async snapshot(): Promise<AttentionSnapshot> {
    if (!this.#isLoaded) {
      loadWeights(this.#model, bytesOf((await import('../../weights/attention.js')).trainedAttention));
      this.#isLoaded = true;
    }
    const settings = this.#settings;
    const ids = Array.from(tokenizer.encode(knownText(settings.text) || ' '));
    const found = noGrad(() =>
      scoped(() => {
        const tokens = tensor([ids], { dtype: 'int32' });
        const read = attentionHeads(this.#model, tokens, settings.causal);
        const [masked, open] = [true, false].map((isCausal) =>
          this.#model.forward(tokens, isCausal).softmax().squeeze(0),
        );
        return { layers: placesOf(read), masked: masked!, open: open! };
      }),
    );
    const layerNumbers = await Promise.all(found.layers.map(numbersOf));
    const [masked, open] = (await Promise.all([found.masked.array(), found.open.array()])) as number[][][];
    for (const held of [found.masked, found.open, ...found.layers.flatMap((layer) => Object.values(layer))])
      held.dispose();
    const natsOf = (rows: readonly (readonly number[])[]): number[] =>
      ids.slice(1).map((id, i) => -Math.log(rows[i]![id]!));
    return {
      settings,
      tokens: ids.map((id) => tokenizer.tokens[id]!),
      layers: layerNumbers,
      next: (settings.causal ? masked! : open!).map(nextOf),
      nats: { masked: natsOf(masked!), open: natsOf(open!) },
    };
  }

  dispose(): void {
    this.#model.dispose();
  }
}

/** The heads of each layer, in their order. */
const placesOf = (read: Readonly<Record<string, AttentionHeads>>): AttentionHeads[] =>
  Array.from({ length: layers }, (_, i) => read[`encoder.layers.${i}.selfAttn`]!);

/** What a layer's heads compute, read from the device. */
async function numbersOf(layer: AttentionHeads): Promise<LayerNumbers> {
  const parts = await Promise.all(
    Object.entries(layer).map(async ([name, part]) => [name, ((await part.array()) as number[][][][])[0]!]),
  );
  return Object.fromEntries(parts) as LayerNumbers;
}

const nextOf = (shares: readonly number[]): { readonly token: string; readonly share: number }[] =>
  shares
    .map((share, id) => ({ token: tokenizer.tokens[id]!, share }))
    .toSorted((a, b) => b.share - a.share)
    .slice(0, likeliest);
