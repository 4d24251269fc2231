import { useEffect, useId, useState } from 'preact/hooks';
import './writing.css';

const typingMs = 600;

/** Settings of {@link OwnText}. */
export interface OwnTextProps {
  readonly label: string;
  readonly own: string;
  /** The most characters. */
  readonly most: number;
  readonly onChange: (own: string) => void;
}

/** A field for one's own text: taken over once one has stopped typing. */
export function OwnText({ label, own, most, onChange }: OwnTextProps) {
  const id = useId();
  const [draft, setDraft] = useState(own);
  useEffect(() => {
    if (draft === own) return undefined;
    const timer = setTimeout(() => onChange(draft), typingMs);
    return () => clearTimeout(timer);
  }, [draft]);
  return (
    <div class="writing-own">
      <label class="field__label" for={id}>
        {label}
      </label>
      <textarea
        id={id}
        value={draft}
        maxLength={most}
        spellcheck={false}
        onInput={(event) => setDraft(event.currentTarget.value)}
      />
    </div>
  );
}
