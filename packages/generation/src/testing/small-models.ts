import { Embedding, Linear, LSTM, Module } from '@neurona/layers';
import { type LSTMState, manualSeed, type Tensor, tensor } from '@neurona/tensor';
import type { NextTokenCall, NextTokenScores, TokenModel } from '../token-model.js';

/** Scores that depend on the last token alone: a row of logits for each. */
export function table(rows: readonly (readonly number[])[]): TokenModel<Record<string, never>> {
  return {
    vocabSize: rows.length,
    nextToken(tokens, { lengths }) {
      const { shape } = tokens;
      const last = tensor(
        Int32Array.from({ length: shape[0]! }, (_, i) => i * shape[1]! + (lengths?.[i] ?? shape[1]!) - 1),
      );
      return { logits: tensor(rows).indexSelect(0, tokens.reshape([-1]).indexSelect(0, last)), state: {} };
    },
    selectRows: (state) => state,
  };
}

/** A small LSTM with random weights. */
export class SmallLSTM extends Module<
  readonly [Tensor, NextTokenCall<LSTMState>],
  NextTokenScores<LSTMState>
> {
  static override readonly kind: string = 'SmallLSTM';

  readonly embedding: Embedding;
  readonly rnn: LSTM;
  readonly fc: Linear;

  constructor(
    readonly vocabSize: number,
    readonly contextLength?: number,
  ) {
    super();
    manualSeed(5);
    this.embedding = new Embedding(vocabSize, 8);
    this.rnn = new LSTM(8, 16, { numLayers: 2, dropout: 0.5 });
    this.fc = new Linear(16, vocabSize);
  }

  override forward(tokens: Tensor, { state, lengths }: NextTokenCall<LSTMState>): NextTokenScores<LSTMState> {
    const { state: after } = this.rnn.forward(this.embedding.forward(tokens), { state, lengths });
    return { logits: this.fc.forward(after.hidden.select(0, -1)).mul(8), state: after };
  }

  nextToken(tokens: Tensor, call: NextTokenCall<LSTMState>): NextTokenScores<LSTMState> {
    return this.forward(tokens, call);
  }

  selectRows({ hidden, cell }: LSTMState, rows: Tensor): LSTMState {
    return { hidden: hidden.indexSelect(1, rows), cell: cell.indexSelect(1, rows) };
  }
}
