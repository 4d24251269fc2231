import { lighting } from './light.js';

/** What a word of a text does. */
export interface Word {
  /** Sets a control, where the word is pressed. */
  readonly set?: () => void;
  /** The name of what it is about: see {@link lighting}; default the word's own name. */
  readonly lights?: string;
}

/** Settings of {@link Woven}. */
export interface WovenProps {
  /** Words with a name stand in brackets: `'A [learning rate of 1](fast) jumps over the valley.'` */
  readonly text: string;
  readonly words: Readonly<Record<string, Word>>;
}

const marked = /\[([^\]]+)\]\(([^)]+)\)/;
const closing = /^[.,;:!?)»”’]+/; // marks that stay on the line of the word before them

/** A sentence whose words set controls and light what they are about. */
export function Woven({ text, words }: WovenProps) {
  const parts = text.split(marked); // text, label, name, text, label, name, …, text
  return (
    <>
      {parts.map((part, i) => {
        if (i % 3 === 2) return null;
        if (i % 3 === 0) return i === 0 ? part : part.replace(closing, '');
        const name = parts[i + 1]!;
        return (
          <span key={i} class="word-and-mark">
            <WovenWord label={part} word={{ lights: name, ...words[name] }} />
            {closing.exec(parts[i + 2]!)?.[0]}
          </span>
        );
      })}
    </>
  );
}

function WovenWord({ label, word }: { readonly label: string; readonly word: Word }) {
  const { set, lights = '' } = word;
  return set ? (
    <button type="button" class="word word--sets" onClick={set} {...lighting(lights)}>
      {label}
    </button>
  ) : (
    <span class="word" {...lighting(lights)}>
      {label}
    </span>
  );
}
