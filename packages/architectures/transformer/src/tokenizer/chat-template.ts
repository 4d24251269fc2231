import { Template } from '@huggingface/jinja';
import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { SpecialTokens } from './tokenizer-settings.js';

/** What somebody says in a conversation. */
export interface ChatMessage {
  /** `system`, `user` or `assistant`, or what else the template knows. */
  readonly role: string;
  readonly content: string;
}

/** Settings of a conversation's text. */
export interface ChatOptions {
  /** Whether the text ends where the model's answer begins, default true. */
  readonly addGenerationPrompt?: boolean;
  /** Other names that the template knows, as `tools` or `documents`. */
  readonly values?: Readonly<Record<string, unknown>>;
}

const chatOptions: OptionTable<ChatOptions> = { addGenerationPrompt: true, values: {} };

/** @internal A template of published chats, in Jinja. */
export class ChatTemplate {
  readonly #template: Template;

  constructor(
    text: string,
    readonly specials: SpecialTokens['texts'],
  ) {
    this.#template = new Template(text);
  }

  /** The text of a conversation. */
  render(messages: readonly ChatMessage[], options: ChatOptions): string {
    const { addGenerationPrompt = true, values } = checkOptions('chat', options, chatOptions);
    const isMessage = (one: ChatMessage): boolean =>
      typeof one?.role === 'string' && typeof one.content === 'string';
    if (!Array.isArray(messages) || messages.length === 0 || !messages.every(isMessage)) {
      throw new ArgumentError('PretrainedTokenizer.chat', {
        expected: "messages, as [{ role: 'user', content: 'Hello' }]",
        received: messages,
      });
    }
    const tokens = Object.entries(this.specials).map(([role, text]) => [`${role}_token`, text]);
    try {
      return this.#template.render({
        ...Object.fromEntries(tokens),
        messages,
        add_generation_prompt: addGenerationPrompt,
        ...values,
      });
    } catch (error) {
      throw new ArgumentError('PretrainedTokenizer.chat', {
        expected: 'a conversation that the template takes',
        received: error instanceof Error ? error.message : error,
        cause: error,
      });
    }
  }
}
