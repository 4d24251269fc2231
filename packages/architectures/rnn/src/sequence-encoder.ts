// internal
import { scoped, type Tensor } from '@neurona/tensor';
import type { Lengths, TokenSequences } from './check-sequences.js';
import type { FeatureSequences } from './padded-features.js';
import { mapState, type OutputsWithState } from './recurrent.js';
import { SequenceReader } from './sequence-reader.js';

/** Reads sequences; outputs and states of both directions stand beside each other, `[N, L, D · H]` and `[numLayers, N, D · H]`. */
export class SequenceEncoder extends SequenceReader<OutputsWithState> {
  static override readonly kind: string = 'SequenceEncoder';

  override forward(x: TokenSequences | FeatureSequences, lengths?: Lengths): OutputsWithState {
    return scoped(() => {
      const { output, state } = this.read(x, lengths);
      return { output, state: this.config.bidirectional ? mapState(state, directionsJoined) : state };
    });
  }
}

/** `[numLayers · 2, N, H]` → `[numLayers, N, 2 · H]` */
function directionsJoined(states: Tensor): Tensor {
  const [count, batch, size] = states.shape as [number, number, number];
  const byLayer = states.reshape([count / 2, 2, batch, size]).permute([0, 2, 1, 3]);
  return byLayer.reshape([count / 2, batch, 2 * size]);
}
