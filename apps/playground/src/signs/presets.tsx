import { inLanguage } from '../i18n/texts.js';
import { Card } from '../ui/card.js';
import './signs.css';
import { terms } from './terms.js';

/** Settings of {@link Presets}. */
export interface PresetsProps<Name extends string> {
  /** By name, as in a page's texts: what it is called, and in a sentence what there is to see. */
  readonly items: Readonly<Record<Name, readonly string[]>>;
  readonly onChoose: (name: Name) => void;
}

/** Things to try: a press sets everything for it. */
export function Presets<Name extends string>({ items, onChoose }: PresetsProps<Name>) {
  return (
    <Card title={inLanguage(terms).tryOut}>
      <ul class="presets">
        {Object.entries<readonly string[]>(items).map(([name, [title, text]]) => (
          <li key={name}>
            <button type="button" class="preset" onClick={() => onChoose(name as Name)}>
              <strong>{title}</strong>
              {text && <span>{text}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
