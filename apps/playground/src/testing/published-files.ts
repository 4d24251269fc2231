import { readFile } from 'node:fs/promises';

const letters = ['[UNK]', ...'abcdefgh'];

const tokenizer = {
  model: {
    type: 'WordPiece',
    vocab: Object.fromEntries(letters.map((letter, id) => [letter, id])),
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
  },
  normalizer: null,
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: null,
  decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
  added_tokens: [],
};

/** The files of a tiny published model, whose tokens are the letters from a to h. */
export const publishedFiles = async () => {
  const folder = new URL(
    '../../../../packages/architectures/transformer/fixtures/lora/gpt2/',
    import.meta.url,
  );
  const names = ['config.json', 'model.safetensors'];
  const files = await Promise.all(
    names.map(async (name) => ({ name, mimeType: '', buffer: await readFile(new URL(name, folder)) })),
  );
  const own = { name: 'tokenizer.json', mimeType: '', buffer: Buffer.from(JSON.stringify(tokenizer)) };
  return [...files, own];
};
