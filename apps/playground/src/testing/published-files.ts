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

const chats = {
  chat_template: '{% for message in messages %} {{ message.content }}{% endfor %}',
  eos_token: 'h',
};

const generation = { eos_token_id: [letters.indexOf('g')] };

/**
 * The files of a tiny published model, whose tokens are the letters from a to h.
 * @param options - `chats`, whether it has a template for conversations, whose answers end with a g or an h; default false.
 */
export const publishedFiles = async (options: { readonly chats?: boolean } = {}) => {
  const folder = new URL(
    '../../../../packages/architectures/transformer/fixtures/lora/gpt2/',
    import.meta.url,
  );
  const names = ['config.json', 'model.safetensors'];
  const files = await Promise.all(
    names.map(async (name) => ({ name, mimeType: '', buffer: await readFile(new URL(name, folder)) })),
  );
  const json = (name: string, content: object) => ({
    name,
    mimeType: '',
    buffer: Buffer.from(JSON.stringify(content)),
  });
  const own = json('tokenizer.json', tokenizer);
  if (!options.chats) return [...files, own];
  return [...files, own, json('tokenizer_config.json', chats), json('generation_config.json', generation)];
};
