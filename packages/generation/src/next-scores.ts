// internal
import { ArgumentError, describeShape, ShapeError } from '@neurona/backend';
import { isTensor, type Tensor } from '@neurona/tensor';
import { inEvaluationMode } from './evaluation-mode.js';
import type { NextTokenCall, NextTokenScores, TokenModel } from './token-model.js';

/** Throws unless it is a model of tokens. */
export function checkModel(subject: string, model: TokenModel): void {
  const { vocabSize, nextToken } = model ?? {};
  if (typeof nextToken === 'function' && Number.isInteger(vocabSize) && vocabSize! >= 1) return;
  throw new ArgumentError(subject, {
    expected: 'a model with vocabSize, nextToken and selectRows',
    received: model,
    hint: 'Pass a RecurrentLanguageModel, or encoderDecoder.conditionedOn(sources); see TokenModel.',
  });
}

/** The model's scores of the token after each row, in evaluation mode; a `ShapeError` if they aren't `[N, V]`. */
export function nextScores<State>(
  subject: string,
  model: TokenModel<State>,
  tokens: Tensor,
  call: NextTokenCall<State>,
): NextTokenScores<State> {
  const scores = inEvaluationMode(model, () => model.nextToken(tokens, call));
  const logits: unknown = scores?.logits;
  const expected = describeShape([tokens.shape[0]!, model.vocabSize]);
  const received = isTensor(logits) ? describeShape(logits.shape) : logits;
  if (received === expected) return scores;
  throw new ShapeError(subject, {
    expected: `logits ${expected} of nextToken, a row for each text and a column for each token`,
    received,
  });
}
