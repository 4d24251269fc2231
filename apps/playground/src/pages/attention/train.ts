import { type AttentionHeads, attentionHeads } from '@neurona/layers';
import { noGrad, scoped, tensor } from '@neurona/tensor';
import { loadPublished, type ModelSource } from '../../published/load-published.js';
import { AttentionNetwork, tokenizer } from '../../weights/attention-network.js';
import { knownText } from '../../weights/attention-sizes.js';
import { bytesOf, loadWeights } from '../../weights/weight-files.js';
import type { Trainer, TrainerContext } from '../../worker/protocol.js';
import { PublishedReader } from './published-reader.js';
import { type AttentionSettings, layers, mostCharacters } from './settings.js';

/** What the heads of a layer compute: by head, a row for each character. */
export type LayerNumbers = Readonly<
  Record<keyof AttentionHeads, readonly (readonly (readonly number[])[])[]>
>;

/** What the page shows. */
export interface AttentionSnapshot {
  readonly settings: AttentionSettings;
  /** The published model that was loaded; empty where there is none. */
  readonly loaded: string;
  /** Whether it reads, and not the page's network. */
  readonly isPublished: boolean;
  /** Whether it was trained with a mask, which can be taken away. */
  readonly hasMask: boolean;
  /** Whether tokens see only those before them. */
  readonly isCausal: boolean;
  /** Characters, or the tokens of the published model. */
  readonly tokens: readonly string[];
  /** All layers of the page's network; of a published model the one that is looked at. */
  readonly layers: readonly (LayerNumbers | undefined)[];
  /** After each token, the likeliest next ones; none of a model that reads in both directions. */
  readonly next: readonly (readonly { readonly token: string; readonly share: number }[])[];
  /** Nats for each character but the first, as the page's network expects it after those before, with the mask and without. */
  readonly nats: { readonly masked: readonly number[]; readonly open: readonly number[] };
}

const likeliest = 3; // next tokens

/** Reads texts with the network that the page brings along, or with one that is loaded. */
export const createAttentionTrainer = (
  settings: AttentionSettings,
  _seed: number,
  context: TrainerContext,
): AttentionReader => new AttentionReader(settings, context);

/** Reads, and shows what is inside. It doesn't learn: it has no steps. */
export class AttentionReader implements Trainer<AttentionSettings, AttentionSnapshot> {
  readonly answers = { load: (source: ModelSource) => this.#load(source) };
  readonly #model = new AttentionNetwork();
  #settings: AttentionSettings;
  #isLoaded = false;
  #published: PublishedReader | undefined;

  constructor(
    settings: AttentionSettings,
    readonly context: TrainerContext,
  ) {
    this.#settings = settings;
  }

  step(): boolean {
    return true;
  }

  update(settings: AttentionSettings): boolean {
    this.#settings = settings;
    return true;
  }

  snapshot(): Promise<AttentionSnapshot> {
    const reader = this.#settings.model === 'published' ? this.#published : undefined;
    return reader ? publishedSnapshot(reader, this.#settings) : this.#ownSnapshot();
  }

  async #load(source: ModelSource): Promise<string> {
    const reader = new PublishedReader(await loadPublished(source, this.context));
    try {
      reader.read(this.#settings.text, this.#settings.causal);
    } catch (error) {
      reader.dispose();
      throw error;
    }
    this.#published?.dispose();
    this.#published = reader;
    return reader.loaded.name;
  }

  async #ownSnapshot(): Promise<AttentionSnapshot> {
    if (!this.#isLoaded) {
      loadWeights(this.#model, bytesOf((await import('../../weights/attention.js')).trainedAttention));
      this.#isLoaded = true;
    }
    const settings = this.#settings;
    const ids = Array.from(tokenizer.encode(knownText(settings.text).slice(0, mostCharacters) || ' '));
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
      loaded: this.#published?.loaded.name ?? '',
      isPublished: false,
      hasMask: true,
      isCausal: settings.causal,
      tokens: ids.map((id) => tokenizer.tokens[id]!),
      layers: layerNumbers,
      next: (settings.causal ? masked! : open!).map((row) => nextOf(row, (id) => tokenizer.tokens[id]!)),
      nats: { masked: natsOf(masked!), open: natsOf(open!) },
    };
  }

  dispose(): void {
    this.#published?.dispose();
    this.#model.dispose();
  }
}

async function publishedSnapshot(
  reader: PublishedReader,
  settings: AttentionSettings,
): Promise<AttentionSnapshot> {
  const { ids, heads, shares } = reader.read(settings.text, settings.causal);
  const at = Math.min(settings.layer, heads.length) - 1;
  const [numbers, rows] = await Promise.all([numbersOf(heads[at]!), shares?.array() as Promise<number[][]>]);
  const nameOf = (id: number): string => reader.nameOf(id);
  return {
    settings,
    loaded: reader.loaded.name,
    isPublished: true,
    hasMask: reader.hasMask,
    isCausal: reader.hasMask && settings.causal,
    tokens: ids.map(nameOf),
    layers: heads.map((_, i) => (i === at ? numbers : undefined)),
    next: (rows ?? []).map((row) => nextOf(row, nameOf)),
    nats: { masked: [], open: [] },
  };
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

/** The likeliest tokens with their shares; a vocabulary may be long, so it is not sorted. */
function nextOf(
  shares: readonly number[],
  nameOf: (id: number) => string,
): { readonly token: string; readonly share: number }[] {
  const top: number[] = [];
  for (const [id, share] of shares.entries()) {
    if (top.length === likeliest && share <= shares[top.at(-1)!]!) continue;
    const place = top.findIndex((one) => shares[one]! < share);
    top.splice(place < 0 ? top.length : place, 0, id);
    if (top.length > likeliest) top.pop();
  }
  return top.map((id) => ({ token: nameOf(id), share: shares[id]! }));
}
