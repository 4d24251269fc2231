import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { type AnyModule, TransformerEncoder } from '@neurona/layers';
import { noGrad, oneHot, scoped, type Tensor, tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { BERT } from '../bert.js';
import { GPT2 } from '../gpt2.js';
import { Llama } from '../llama.js';

beforeAll(() => useBackend(wasm()));

const sizes = { vocabSize: 16, contextLength: 1024, embedDim: 64, numLayers: 1, numHeads: 4 };
const llama = { ...sizes, feedForwardDim: 64, numKeyValueHeads: 2 };

const tokens = (length: number): Tensor =>
  tensor([Array.from({ length }, (_, i) => (i * i) % 16)], { dtype: 'int32' });

/** Bytes that a forward pass keeps for the gradient, of 256 and of 1,024 tokens. */
const bytesKept = <M extends AnyModule>(model: M, call: (model: M, tokens: Tensor) => Tensor): number[] =>
  [256, 1024].map((length) => {
    const input = tokens(length);
    const measure = (): number =>
      scoped(() => {
        const before = liveMemory().bytes;
        const y = call(model, input);
        const bytes = liveMemory().bytes - before;
        y.sum().backward();
        return bytes;
      });
    measure(); // tables of positions grow, gradients appear
    return measure();
  });

const padding = (x: Tensor) => ({ keyPaddingMask: x.notEqual(9) });
const embedded = (x: Tensor): Tensor => oneHot(x, 64);
const bert = () => new BERT({ ...sizes, dropout: 0 });
const encoder = () => new TransformerEncoder(64, 4, 1, { feedForwardDim: 64, dropout: 0 });
const windowed = () => new Llama({ ...llama, slidingWindow: 128 });

describe('memory of a forward pass with its graph', () => {
  it.each([
    ['a Llama with a sliding window', () => bytesKept(windowed(), (model, x) => model.forward(x))],
    ['GPT-2 with dropout', () => bytesKept(new GPT2(sizes), (model, x) => model.forward(x))],
    ['BERT with padding', () => bytesKept(bert(), (model, x) => model.forward(x, padding(x)).hidden)],
    [
      'an encoder with padding',
      () => bytesKept(encoder(), (model, x) => model.forward(embedded(x), padding(x))),
    ],
  ])('of %s grows with the length, not with its square', (_, measure) => {
    const [short, long] = measure() as [number, number];
    expect(long / short).toBeLessThan(4.1);
  });

  it('of a prompt in parts is a fraction of the scores of one part', () => {
    const length = 2048;
    const model = new Llama({ ...llama, contextLength: length }).eval();
    const most = noGrad(() => scoped(() => mostOfPrompt(model, length)));
    expect(most).toBeLessThan((4 * llama.numHeads * 512 * length) / 3);
  });
});

/** Most bytes at a time while a prompt is read. */
function mostOfPrompt(model: Llama, length: number): number {
  const input = tokens(length);
  model.nextToken(input); // tables of positions grow
  const { backend } = input;
  const before = backend.memory().bytes;
  let most = 0;
  const stop = backend.listen(() => {
    most = Math.max(most, backend.memory().bytes - before);
  });
  scoped(() => model.nextToken(input));
  stop();
  return most;
}
