import { Search } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Slider } from '../../ui/slider.js';
import { type KnowledgeName, knowledgeNames } from './settings.js';
import { writingTexts } from './texts.js';
import type { FoundUnit, Written } from './train.js';

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
