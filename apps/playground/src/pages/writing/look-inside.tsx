import { Search } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Lit } from '../../guide/light.js';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { ProbabilityBars } from '../../signs/probability-bars.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Slider } from '../../ui/slider.js';
import { type KnowledgeName, knowledgeNames } from './settings.js';
import { writingTexts } from './texts.js';
import type { FoundUnit } from './train.js';
import type { Written } from './use-writing.js';

/** Settings of {@link NextCharacter}. */
export interface NextCharacterProps {
  /** The network's characters, in the order of its probabilities. */
  readonly alphabet: readonly string[];
  readonly written: readonly Written[];
  readonly at: number;
  readonly temperature: number;
  /** Writes on from here with another character. */
  readonly onTake: (character: string) => void;
  readonly onAt: (at: number) => void;
}

const shown = 6;

/** What a character was drawn from: the likeliest, and which came. */
export function NextCharacter({ alphabet, written, at, temperature, onTake, onAt }: NextCharacterProps) {
  const texts = inLanguage(writingTexts);
  const now = written[at];
  if (!now) return null;
  const drawn = alphabet.indexOf(now.character);
  const order = Array.from(now.probabilities, (_, token) => token).sort(
    (a, b) => now.probabilities[b]! - now.probabilities[a]!,
  );
  const first = order.slice(0, shown);
  const top = first.includes(drawn) ? first : [...first.slice(0, -1), drawn];
  const before = written
    .slice(Math.max(at - 16, 0), at)
    .map(({ character }) => character)
    .join('');
  return (
    <Card title={texts.next}>
      <p class="writing-context">
        …{visible(before)}
        <strong>{visible(now.character)}</strong>
      </p>
      <Lit name="bars">
        <div class="writing-bars">
          <ProbabilityBars
            label={texts.probabilities}
            names={top.map((token) => visible(alphabet[token]!))}
            values={top.map((token) => now.probabilities[token]!)}
            chosen={top.indexOf(drawn)}
            onChoose={(place) => onTake(alphabet[top[place]!]!)}
          />
        </div>
      </Lit>
      <p class="field__hint numbers">{texts.formula(formatNumber(temperature, 1))}</p>
      <Slider
        label={texts.at}
        value={at + 1}
        min={1}
        max={Math.max(written.length, 2)}
        step={1}
        onChange={(next) => onAt(next - 1)}
      />
    </Card>
  );
}

/** Settings of {@link UnitCard}. */
export interface UnitCardProps {
  readonly written: readonly Written[];
  readonly at: number;
  readonly unit: number;
  readonly onUnit: (unit: number) => void;
  readonly find: (knowledge: KnowledgeName) => Promise<FoundUnit>;
  /** Called with what was found. */
  readonly onFound: (found: FoundUnit) => void;
}

/** The units after the character that is looked at, one of them chosen, and the search for one that knows something. */
export function UnitCard({ written, at, unit, onUnit, find, onFound }: UnitCardProps) {
  const texts = inLanguage(writingTexts);
  const [result, setResult] = useState('');
  const units = (written[at]?.units ?? written[at - 1]?.units)!;
  if (!units) return null;
  const look = (knowledge: KnowledgeName) =>
    void find(knowledge).then(
      (found) => {
        setResult(
          texts.found(
            formatNumber(found.unit),
            texts.knowledge[knowledge],
            formatNumber(found.correlation, 2),
          ),
        );
        onUnit(found.unit);
        onFound(found);
      },
      () => {}, // the network was replaced by another
    );
  return (
    <Card title={texts.inside(formatNumber(unit))}>
      <p class="numbers">
        h = o · tanh(c) = <strong>{formatNumber(units[unit - 1]!, 3)}</strong>
      </p>
      <TensorTile values={units} width={24} height={4} look="signed" most={1} label={texts.units} />
      <Slider label={texts.unit} value={unit} min={1} max={units.length} step={1} onChange={onUnit} />
      <div class="writing-find">
        {knowledgeNames.map((knowledge) => (
          <Button key={knowledge} icon={Search} onClick={() => look(knowledge)}>
            {texts.knowledge[knowledge]}
          </Button>
        ))}
      </div>
      {result && (
        <p class="field__hint" role="status">
          {result}
        </p>
      )}
    </Card>
  );
}

/** Spaces and line ends as signs. */
const visible = (text: string): string => text.replaceAll(' ', '␣').replaceAll('\n', '↵');
