import './signs.css';

/** What a word of a text does. */
export interface WordAction {
  /** Sets controls. */
  readonly onPress?: () => void;
  /** Lights what the word names, while it is pointed at or has the focus. */
  readonly onPoint?: (isOn: boolean) => void;
}

/** Settings of {@link Woven}. */
export interface WovenProps {
  /** `Try a rate of [2](fast).`: what is in brackets becomes a button with the action of that name. */
  readonly text: string;
  readonly actions: Readonly<Record<string, WordAction>>;
  /** The name of the word whose thing is pointed at in the picture. */
  readonly lit?: string | undefined;
}

/** A text whose words set controls and light what they name in the picture. */
export function Woven({ text, actions, lit }: WovenProps) {
  const parts = text.split(/\[([^\]]+)\]\((\w+)\)/); // text, word, name, text, word, name, ..., text
  return (
    <>
      {parts.map((part, i) => {
        if (i % 3 === 2) return null;
        const action = i % 3 === 1 ? actions[parts[i + 1]!] : undefined;
        if (!action) return part;
        const { onPress, onPoint } = action;
        return (
          <button
            key={i}
            type="button"
            class={`word${lit === parts[i + 1] ? ' word--lit' : ''}`}
            onClick={onPress ?? (() => onPoint?.(true))}
            onPointerEnter={() => onPoint?.(true)}
            onPointerLeave={() => onPoint?.(false)}
            onFocus={() => onPoint?.(true)}
            onBlur={() => onPoint?.(false)}
          >
            {part}
          </button>
        );
      })}
    </>
  );
}
