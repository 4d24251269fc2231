import { GPT2 } from './gpt2.js';
import { Llama } from './llama.js';
import { describeLanguageModel } from './testing/describe-language-model.js';

const elsewhere = { cpu: 'the tests of the models run there', wasm: 'the tests of the models run there' };
const sizes = { vocabSize: 9, contextLength: 16, numLayers: 2 };

describeLanguageModel('GPT2', () => new GPT2({ ...sizes, embedDim: 12, numHeads: 3, dropout: 0 }), elsewhere);
describeLanguageModel(
  'Llama',
  () =>
    new Llama({
      ...sizes,
      embedDim: 16,
      feedForwardDim: 20,
      numHeads: 4,
      numKeyValueHeads: 2,
      inputBias: true,
    }),
  elsewhere,
);
