import { CharacterTokenizer } from '@neurona/datasets';
import { charRNN, type RecurrentLanguageModel } from '@neurona/rnn';
import { alphabet, readable } from './readable.js';

/** Units of the state. */
export const hiddenSize = 96;

/** What turns text into tokens, a character each. */
export const tokenizer = new CharacterTokenizer({ specials: [] }).fit(alphabet);

/** The network of the page of writing, with random weights: one LSTM layer. */
export const writingNetwork = (): RecurrentLanguageModel =>
  charRNN(tokenizer.vocabSize, { embedDim: 32, hiddenSize, numLayers: 1 });

/** A text as tokens: the last tenth is held out. */
export function parts(text: string): { readonly train: Int32Array; readonly heldOut: Int32Array } {
  const ids = Int32Array.from(tokenizer.encode(readable(text)));
  const cut = Math.floor(0.9 * ids.length);
  return { train: ids.slice(0, cut), heldOut: ids.slice(cut) };
}
