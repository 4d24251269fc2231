import { number, oneOf, type Schema, text } from '../../shell/state-fields.js';

/** The texts that there are: two built in, and one's own. */
export const textNames = ['quijote', 'sonnets', 'own'] as const;

/** One of them. */
export type TextName = (typeof textNames)[number];

/** What a unit may know. */
export const knowledgeNames = ['space', 'line', 'word'] as const;

/** One of them. */
export type KnowledgeName = (typeof knowledgeNames)[number];

/** What the page sets. */
export interface WritingSettings {
  readonly text: TextName;
  /** One's own text. */
  readonly own: string;
  /** Weights to begin with: those that can write already, or random ones. */
  readonly from: 'trained' | 'random';
  readonly temperature: number;
  readonly rate: number;
}

/** Characters that a text needs, and may have. */
export const [shortest, most] = [200, 4000];

/** What the page begins with, and how it stands in the address. */
export const writingSchema: Schema<WritingSettings> = {
  initial: { text: 'quijote', own: '', from: 'trained', temperature: 0.6, rate: 0.003 },
  fields: {
    text: oneOf(textNames),
    own: text(most),
    from: oneOf(['trained', 'random']),
    temperature: number(0.1, 2),
    rate: number(0.0001, 0.1),
  },
};

/** How it is looked at: which unit colours the text. */
export const lookSchema: Schema<{ readonly unit: number }> = {
  initial: { unit: 1 },
  fields: { unit: number(1, 96) },
};
