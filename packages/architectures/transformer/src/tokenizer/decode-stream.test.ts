import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { generateText } from '@neurona/generation';
import { oneHot, tensor } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import fixture from '../../fixtures/tokenizers.json' with { type: 'json' };
import { PretrainedTokenizer } from './pretrained-tokenizer.js';
import { trainBPE, trainWordPiece } from './train-tokenizer.js';

const corpus = [
  '日本語のテキスト 東京 コンピューターのデータセンター コーヒー',
  '😀😁😂🤣 😀😀😀😀 🎉🎉🎉 👩‍👩‍👧 🇪🇸',
  "e\u0301 n\u0303 देवनागरी don't , . ' we've \uFFFD\uFFFD",
]
  .join(' ')
  .repeat(20);

const { gpt2, bert, t5, llama2 } = fixture.kinds;
const cleaning = { clean_up_tokenization_spaces: true };

const tokenizers: Readonly<Record<string, PretrainedTokenizer>> = {
  'BPE of few tokens': trainBPE(corpus, { vocabSize: 300 }),
  'BPE of many tokens': trainBPE(corpus, { vocabSize: 420 }),
  'BPE of English': new PretrainedTokenizer(gpt2.tokenizer),
  'BPE that removes spaces before punctuation': new PretrainedTokenizer(gpt2.tokenizer, cleaning),
  WordPiece: trainWordPiece(corpus, { vocabSize: 200 }),
  'WordPiece that removes spaces before punctuation': new PretrainedTokenizer(bert.tokenizer, cleaning),
  Unigram: new PretrainedTokenizer(t5.tokenizer, { eos_token: '</s>', pad_token: '<pad>' }),
  'BPE of Metaspace with bytes': new PretrainedTokenizer(llama2.tokenizer),
};

const texts = [
  '日日日本日 コータ',
  '😀🤣🎉 👩‍👩‍👧‍👦 🇪🇸🇫🇷',
  'e\u0301e\u0301 n\u0303 देवनागरी क्ष',
  'a\uFFFD \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD',
  "we do n't , do n ' t . I 'm a ' b , we 've ' 've  ' s ?!",
];

/** Numbers from 0 to below n, the same in each run. */
function counter(): (below: number) => number {
  let seed = 1;
  return (below) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
}

describe.each(Object.entries(tokenizers))('decodeStream of %s', (_name, tokenizer) => {
  function expectSame(ids: readonly number[], skipSpecials = true): void {
    const decoder = tokenizer.decodeStream({ skipSpecials });
    const pieces = [...ids.map((id) => decoder.push(id)), decoder.end()];
    expect(pieces.join(''), JSON.stringify(ids)).toBe(tokenizer.decode(ids, { skipSpecials }));
  }

  it('gives all of a text', () => {
    for (const text of texts) expectSame([...tokenizer.encode(text)]);
  });

  it('gives all of any tokens, and of few that are drawn often', () => {
    const random = counter();
    for (let trial = 0; trial < 200; trial++) {
      const few = Array.from({ length: 6 }, () => random(tokenizer.vocabSize));
      const length = random(30);
      const isFew = trial % 2 === 0;
      const ids = Array.from({ length }, () => (isFew ? few[random(6)]! : random(tokenizer.vocabSize)));
      expectSame(ids, trial % 3 > 0);
    }
  });

  it('gives all of texts of spaces and punctuation', () => {
    const random = counter();
    const parts = [' ', " '", "'", ' n', "n't", ' .', 't', 's', 'v', 're', ' a', '  ', '.'];
    for (let trial = 0; trial < 200; trial++) {
      const text = Array.from({ length: random(12) }, () => parts[random(parts.length)]).join('');
      expectSame([...tokenizer.encode(text)]);
    }
  });
});

describe('generateText', () => {
  it('loses no character whose bytes are spread over tokens', async () => {
    await useBackend(wasm());
    const tokenizer = tokenizers['BPE of few tokens']!;
    for (const text of texts) {
      const [first, ...rest] = tokenizer.encode(`a${text}`) as unknown as [number, ...number[]];
      let at = 0;
      const model = {
        vocabSize: tokenizer.vocabSize,
        nextToken: () => ({
          logits: oneHot(tensor([rest[at++]!], { dtype: 'int32' }), tokenizer.vocabSize).mul(50),
          state: {},
        }),
        selectRows: (state: object) => state,
      };
      const options = { tokenizer, temperature: 0, maxNewTokens: rest.length };
      expect(await generateText(model, [first], options)).toBe(text);
    }
  });
});
