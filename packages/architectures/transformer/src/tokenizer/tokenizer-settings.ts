/** A special token, as `tokenizer_config.json` writes it. */
type WrittenToken = string | { readonly content?: string } | null;

/** What `tokenizer_config.json` says, as far as it is read. */
export interface TokenizerSettings {
  readonly bos_token?: WrittenToken;
  readonly eos_token?: WrittenToken;
  readonly pad_token?: WrittenToken;
  readonly unk_token?: WrittenToken;
  readonly mask_token?: WrittenToken;
  /** Whether spaces before punctuation are removed when tokens are decoded. */
  readonly clean_up_tokenization_spaces?: boolean;
  /** The template of chats, or several by name. */
  readonly chat_template?: string | readonly { readonly name: string; readonly template: string }[] | null;
}

/** What special tokens are for. */
type Role = 'bos' | 'eos' | 'pad' | 'unk' | 'mask';

const roles: readonly Role[] = ['bos', 'eos', 'pad', 'unk', 'mask'];

/** @internal Special tokens by what they are for. */
export interface SpecialTokens {
  readonly ids: Readonly<Partial<Record<Role, number>>>;
  readonly texts: Readonly<Partial<Record<Role, string>>>;
}

/** @internal The special tokens that settings name and the file has. */
export function specialTokensOf(
  settings: TokenizerSettings,
  idOf: (token: string) => number | undefined,
): SpecialTokens {
  const ids: Partial<Record<Role, number>> = {};
  const texts: Partial<Record<Role, string>> = {};
  for (const role of roles) {
    const written = settings[`${role}_token`];
    const text = typeof written === 'object' ? written?.content : written;
    const id = text === undefined ? undefined : idOf(text);
    if (text === undefined || id === undefined) continue;
    ids[role] = id;
    texts[role] = text;
  }
  return { ids, texts };
}

/** @internal The templates of chats; one alone is the default one. */
export function templatesOf({
  chat_template: templates,
}: TokenizerSettings): readonly { readonly name: string; readonly template: string }[] {
  return typeof templates === 'string' ? [{ name: 'default', template: templates }] : (templates ?? []);
}
