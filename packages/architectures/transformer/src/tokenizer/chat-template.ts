import { Template } from '@huggingface/jinja';
import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type SpecialTokens, type TokenizerSettings, templatesOf } from './tokenizer-settings.js';

/** A part of what somebody says, as `{ type: 'text', text: 'Hello' }`. */
export interface ChatPart {
  readonly type: string;
  readonly text?: string;
  readonly [name: string]: unknown;
}

/** What somebody says in a conversation. */
export interface ChatMessage {
  /** `system`, `user`, `assistant` or `tool`, or what else the template knows. */
  readonly role: string;
  /** A text, or its parts where the template takes them; null or left out where the message only calls tools. */
  readonly content?: string | readonly ChatPart[] | null | undefined;
  /** Calls of tools, as `[{ type: 'function', function: { name, arguments } }]`. */
  readonly tool_calls?: readonly object[] | undefined;
  /** What else the template knows, as `name` or `tool_call_id`. */
  readonly [name: string]: unknown;
}

/** Settings of a conversation's text. */
export interface ChatOptions {
  /** Whether the text ends where the model's answer begins, default true. */
  readonly addGenerationPrompt?: boolean;
  /** Other names that the template knows, as `tools` or `documents`, which are null by default. */
  readonly values?: Readonly<Record<string, unknown>>;
}

const chatOptions: OptionTable<ChatOptions> = { addGenerationPrompt: true, values: {} };

/** @internal Templates of published chats, in Jinja. */
export class ChatTemplate {
  readonly #templates: ReadonlyMap<string, string>;

  constructor(
    settings: TokenizerSettings,
    readonly specials: SpecialTokens['texts'],
  ) {
    this.#templates = new Map(templatesOf(settings).map(({ name, template }) => [name, template]));
  }

  /** The text of a conversation. */
  render(messages: readonly ChatMessage[], options: ChatOptions): string {
    const { addGenerationPrompt = true, values = {} } = checkOptions('chat', options, chatOptions);
    if (!Array.isArray(messages) || messages.length === 0 || !messages.every(isMessage)) {
      throw new ArgumentError('PretrainedTokenizer.chat', {
        expected: "messages, as [{ role: 'user', content: 'Hello' }]",
        received: messages,
      });
    }
    const tokens = Object.entries(this.specials).map(([role, text]) => [`${role}_token`, text]);
    const { tools = null, documents = null } = values;
    const template = this.#template(tools !== null);
    try {
      return new Template(template).render({
        ...Object.fromEntries(tokens),
        messages,
        add_generation_prompt: addGenerationPrompt,
        ...values,
        tools,
        documents,
      });
    } catch (error) {
      throw new ArgumentError('PretrainedTokenizer.chat', {
        expected: 'a conversation that the template takes',
        received: error instanceof Error ? error.message : error,
        cause: error,
      });
    }
  }

  /** The template for tools if there are some, else the default one, else the first. */
  #template(hasTools: boolean): string {
    const [first] = this.#templates.values();
    const found = (hasTools && this.#templates.get('tool_use')) || (this.#templates.get('default') ?? first);
    if (found !== undefined) return found;
    throw new ArgumentError('PretrainedTokenizer.chat', {
      expected: 'a tokenizer with a chat_template',
      received: 'none',
      hint: 'Models that were tuned for conversations have one: take the repository whose name ends with Instruct.',
    });
  }
}

function isMessage(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const { role, content, tool_calls: calls } = message as ChatMessage;
  if (typeof role !== 'string') return false;
  if (content === null || content === undefined) return Array.isArray(calls) && calls.length > 0;
  return typeof content === 'string' || (Array.isArray(content) && content.every(isPart));
}

const isPart = (part: unknown): boolean =>
  typeof part === 'object' && part !== null && typeof (part as ChatPart).type === 'string';
