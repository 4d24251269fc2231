import { inLanguage } from '../i18n/texts.js';
import { Card } from '../ui/card.js';
import './signs.css';
import { terms } from './terms.js';

/** Settings of {@link Presets}. */
export interface PresetsProps<Name extends string> {
  /** Each with what it is called, and in a sentence what there is to see. */
  readonly items: readonly { readonly name: Name; readonly title: string; readonly text?: string }[];
  readonly onChoose: (name: Name) => void;
  /** Default: "Try". */
  readonly title?: string;
}

/** Things to try: a press sets everything for it. */
export function Presets<Name extends string>({ items, onChoose, title }: PresetsProps<Name>) {
  return (
    <Card title={title ?? inLanguage(terms).tryOut}>
      <ul class="presets">
        {items.map(({ name, title: words, text }) => (
          <li key={name}>
            <button type="button" class="preset" onClick={() => onChoose(name)}>
              <strong>{words}</strong>
              {text && <span>{text}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
