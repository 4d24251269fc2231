import { currentBackend } from '@neurona/backend';
import { type GenerateOptions, generate } from '@neurona/generation';
import { RecurrentLanguageModel } from '@neurona/rnn';
import { memoryScope, noGrad, type Tensor, zeros } from '@neurona/tensor';
import { seconds } from './clock.js';
import { type Effort, type Measurement, measureInTurn, type Subject } from './rounds.js';

/** A language model and how many texts it writes at once. */
export interface GenerationCase {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly texts: number;
}

/** Seconds for a token of each text, by ways; the first is the products of matrices alone. */
export interface GenerationResult extends GenerationCase {
  readonly ways: readonly Measurement[];
}

/** Measures an LSTM that writes on the chosen backend, beside the matrix products that no way to do it can leave out. */
export async function measureGeneration(what: GenerationCase, effort: Effort): Promise<GenerationResult> {
  const { vocabSize, hiddenSize, numLayers, texts } = what;
  const model = new RecurrentLanguageModel({ vocabSize, hiddenSize, numLayers }).eval();
  const backend = currentBackend();
  const product = (x: Tensor, weight: Tensor, bias: Tensor | undefined): void =>
    backend.free(backend.kernels.matmul(x, weight, { bias }));
  const features = zeros([texts, hiddenSize]);
  const tokens = zeros([texts, 1], { dtype: 'int32' });
  const start = zeros([numLayers, texts, hiddenSize]);
  const state = { hidden: start, cell: start };
  const products = (): void => {
    for (const { weightIh, weightHh, biasIh, biasHh } of model.rnn.layers) {
      product(features, weightIh, biasIh);
      product(features, weightHh, biasHh);
    }
    product(features, model.fc!.weight, model.fc!.bias);
  };
  const writing = (options: GenerateOptions): Subject['run'] => {
    const prompts = Array.from({ length: texts }, () => [0]);
    return async (repetitions) => {
      const began = seconds();
      for await (const _ of generate(model, prompts, { ...options, maxNewTokens: repetitions }));
      return seconds() - began;
    };
  };
  const ways = await measureInTurn(
    [
      { name: 'the matrix products alone', run: repeated(products) },
      {
        name: "the model's step: nextToken",
        run: repeated(() => {
          using _scope = memoryScope();
          noGrad(() => model.nextToken(tokens, { state }));
        }),
      },
      { name: 'generate, greedy', run: writing({ temperature: 0 }) },
      { name: 'generate, temperature 1', run: writing({ seed: 1 }) },
      { name: 'generate, top-k 20 and top-p 0.9', run: writing({ seed: 1, topK: 20, topP: 0.9 }) },
    ],
    effort,
  );
  model.dispose();
  for (const x of [features, tokens, start]) x.dispose();
  return { ...what, ways };
}

const repeated =
  (body: () => void): Subject['run'] =>
  async (repetitions) => {
    const began = seconds();
    for (let i = 0; i < repetitions; i++) body();
    return seconds() - began;
  };
