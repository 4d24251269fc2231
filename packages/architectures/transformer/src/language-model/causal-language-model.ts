import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { NextTokenCall, NextTokenScores, TokenModel } from '@neurona/generation';
import { Module } from '@neurona/layers';
import { scoped, type Tensor } from '@neurona/tensor';
import { type KeyValueState, selectStateRows } from '../attention/key-value-state.js';
import { type Read, type Reading, readAfter, wholeText } from '../attention/read-tokens.js';
import { checkTokens } from '../check-tokens.js';

const callOptions: OptionTable<NextTokenCall<KeyValueState>> = { state: undefined, lengths: undefined };

/**
 * A language model whose tokens attend to those before them. It is trained on whole texts, and writes token by token with the keys and
 * values of what it has read.
 *
 *     P(token_{t+1} | token_0 … token_t) = softmax(logits_t)
 *
 * Shape: tokens int32 `[N, L]` → logits `[N, L, V]`. Padding behind a text changes none of its logits.
 */
export abstract class CausalLanguageModel
  extends Module<readonly [tokens: Tensor]>
  implements TokenModel<KeyValueState>
{
  #causal = true;

  /** Number of tokens V. */
  abstract readonly vocabSize: number;
  /** Most tokens of a text. */
  abstract readonly contextLength: number;

  /** Number of tokens that a token sees, itself included; undefined where it sees all before it. */
  get slidingWindow(): number | undefined {
    return undefined;
  }

  /**
   * Whether tokens of `forward` see those before them alone, default true, as the model was trained. Without it each sees the whole text: to
   * look at what the mask does, or to train an encoder. `nextToken` looks back in any case.
   */
  get causal(): boolean {
    return this.#causal;
  }

  set causal(value: boolean) {
    if (typeof value !== 'boolean')
      throw new ArgumentError(this.kind, { expected: 'causal to be true or false', received: value });
    this.#causal = value;
  }

  /** @internal Hidden states of tokens `[N, L]`, `[N, L, E]`, and the keys and values of each layer. */
  abstract read(tokens: Tensor, reading: Reading): Read;

  /** @internal Logits of hidden states: `[..., E]` → `[..., V]`. */
  abstract scores(hidden: Tensor): Tensor;

  /**
   * Scores of the token after each.
   *
   * Shape: tokens int32 `[N, L]` → `[N, L, V]`.
   * @throws {@link ShapeError} if there are more tokens than the context has; {@link ArgumentError} if a token is known to be out of
   * range; {@link DTypeError} if they are not int32.
   */
  override forward(tokens: Tensor): Tensor {
    checkTokens(this.kind, tokens, this);
    const { causal } = this;
    const reading = { ...wholeText(tokens, causal ? this.slidingWindow : undefined), causal };
    return scoped(() => this.scores(this.read(tokens, reading).hidden));
  }

  /**
   * Scores of the token after the last one of each row, for `generate` of `@neurona/generation`. A long prompt is read in parts.
   * @param call - `state`, of the tokens before; `lengths`, of rows that are padded at their ends.
   * @throws as `forward`, with the tokens of the state; {@link ArgumentError} if a length is out of range.
   */
  nextToken(tokens: Tensor, call: NextTokenCall<KeyValueState> = {}): NextTokenScores<KeyValueState> {
    const { state, lengths } = checkOptions(`${this.kind}.nextToken`, call, callOptions);
    // What padding takes of the context isn't known without waiting for the device; rows of several texts end earlier.
    checkTokens(this.kind, tokens, this, state?.keyPositions ? 0 : state?.length);
    checkLengths(this.kind, lengths, tokens.shape);
    return scoped(() => {
      const { hidden, state: after } = readAfter(this, tokens, state, lengths);
      return { logits: this.scores(hidden), state: after };
    });
  }

  /** The state of some rows. */
  selectRows(state: KeyValueState, rows: Tensor): KeyValueState {
    return selectStateRows(state, rows);
  }
}

function checkLengths(
  subject: string,
  lengths: readonly number[] | undefined,
  [batch, length]: readonly number[],
): void {
  if (!lengths) return;
  const isRight = (one: number): boolean => Number.isInteger(one) && one >= 1 && one <= length!;
  if (lengths.length === batch && lengths.every(isRight)) return;
  throw new ArgumentError(subject, {
    expected: `${batch} lengths from 1 to ${length}, the padded length`,
    received: lengths,
  });
}
