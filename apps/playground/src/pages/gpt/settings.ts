import { keptText } from '../../shell/kept-text.js';
import { flag, integer, number, oneOf, type Schema } from '../../shell/state-fields.js';

/** The texts that there are: two built in, and one's own. */
export const textNames = ['quijote', 'sonnets', 'own'] as const;

/** One of them. */
export type TextName = (typeof textNames)[number];

/** What a token is: a character, or what byte-pair encoding makes of the text. */
export type TokenKind = 'characters' | 'bpe';

/** What the page sets. */
export interface GptSettings {
  readonly text: TextName;
  /** One's own text. */
  readonly own: string;
  readonly tokens: TokenKind;
  /** Whether the weights are frozen, and adapters are trained in their place. */
  readonly lora: boolean;
  readonly rank: number;
  readonly rate: number;
  readonly temperature: number;
  /** 0 for all tokens. */
  readonly topK: number;
  readonly topP: number;
}

/** Characters that a text needs, and may have. */
export const [shortest, most] = [200, 100_000];

const shared = 4000; // characters of it that a link has

/** What the page begins with, and how it stands in the address. */
export const gptSchema: Schema<GptSettings> = {
  initial: {
    text: 'quijote',
    own: '',
    tokens: 'characters',
    lora: false,
    rank: 4,
    rate: 0.003,
    temperature: 0.8,
    topK: 0,
    topP: 1,
  },
  fields: {
    text: oneOf(textNames),
    own: keptText(most, shared),
    tokens: oneOf(['characters', 'bpe']),
    lora: flag,
    rank: integer(1, 1024),
    rate: number(0.0001, 0.1),
    temperature: number(0.1, 2),
    topK: integer(0, 50),
    topP: number(0.05, 1),
  },
};
