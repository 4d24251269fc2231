import { Plus, Trash2, Undo2 } from 'lucide-preact';
import { useMemo } from 'preact/hooks';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { ColorTile } from '../../pictures/color-tile.js';
import { sketchNames } from '../../pictures/sketches.js';
import { isSketch, madeAtFirst, madeClass, most, type TaughtClass } from '../../teaching/classes.js';
import { examplesOf, type TeachExample } from '../../teaching/examples.js';
import { Button, IconButton } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { bodySide } from '../../weights/body-sizes.js';
import { nameOf } from './judge.js';
import { teachTexts } from './texts.js';

/** Settings of {@link ClassesCard}. */
export interface ClassesCardProps {
  readonly classes: readonly TaughtClass[];
  readonly chosen: number;
  readonly onChoose: (chosen: number) => void;
  readonly onChange: (classes: readonly TaughtClass[]) => void;
  readonly onOwn: () => void;
}

const shown = { learned: 12, held: 4 } as const; // pictures of a class
const madeMore = 4;

/** The classes with their pictures: what is learned from, and behind a dashed edge what is held out. */
export function ClassesCard({ classes, chosen, onChoose, onChange, onOwn }: ClassesCardProps) {
  const texts = inLanguage(teachTexts);
  const { train, test } = useMemo(() => examplesOf(classes), [classes]);
  const change = (k: number, changes: Partial<TaughtClass>) =>
    onChange(classes.with(k, { ...classes[k]!, ...changes }));
  const free = sketchNames.filter((name) => !classes.some((one) => one.name === name));
  const isFull = classes.length >= most.classes;
  return (
    <Card title={texts.classes}>
      <ul class="teach-classes">
        {classes.map(({ name, made, own }, k) => {
          const [learned, held] = [ofClass(train, k), ofClass(test, k)];
          const words = nameOf(name, texts);
          return (
            <li key={k} class={`teach-class${k === chosen ? ' teach-class--chosen' : ''}`}>
              <div class="teach-class__head">
                {isSketch(name) ? (
                  <button type="button" class="teach-class__name" onClick={() => onChoose(k)}>
                    {words}
                  </button>
                ) : (
                  <input
                    class="teach-class__name"
                    type="text"
                    aria-label={texts.rename}
                    maxLength={20}
                    value={name}
                    onFocus={() => onChoose(k)}
                    onChange={(event) => {
                      const next = event.currentTarget.value.trim();
                      if (next && !isSketch(next)) change(k, { name: next });
                      else event.currentTarget.value = name;
                    }}
                  />
                )}
                <span class="teach-class__counts numbers">
                  {texts.counts(formatNumber(learned.length), formatNumber(held.length))}
                </span>
                {isSketch(name) && (
                  <IconButton
                    label={texts.moreOf(words)}
                    icon={Plus}
                    disabled={made + own.length >= most.examples || made + madeMore > 99}
                    onClick={() => change(k, { made: made + madeMore })}
                  />
                )}
                {own.length > 0 && (
                  <IconButton
                    label={texts.removeLast(words)}
                    icon={Undo2}
                    onClick={() => change(k, { own: own.slice(0, -1) })}
                  />
                )}
                <IconButton
                  label={texts.removeClass(words)}
                  icon={Trash2}
                  disabled={classes.length < 2}
                  onClick={() => onChange(classes.toSpliced(k, 1))}
                />
              </div>
              <div class="teach-class__pictures" aria-hidden="true">
                {learned.slice(-shown.learned).map((example) => (
                  <Thumb key={example.id} example={example} />
                ))}
                {held.slice(-shown.held).map((example) => (
                  <Thumb key={example.id} example={example} isHeld />
                ))}
              </div>
            </li>
          );
        })}
      </ul>
      <div class="teach-new">
        {free.map((name) => (
          <Button
            key={name}
            icon={Plus}
            disabled={isFull}
            onClick={() => onChange([...classes, madeClass(name, madeAtFirst)])}
          >
            {texts.addSketch(texts.sketches[name])}
          </Button>
        ))}
        <Button icon={Plus} disabled={isFull} onClick={onOwn}>
          {texts.newClass}
        </Button>
      </div>
    </Card>
  );
}

const ofClass = (examples: readonly TeachExample[], k: number) => examples.filter(({ label }) => label === k);

const Thumb = ({ example, isHeld }: { readonly example: TeachExample; readonly isHeld?: boolean }) => (
  <span class={`teach-thumb${isHeld ? ' teach-thumb--held' : ''}`}>
    <ColorTile bytes={example.bytes} width={bodySide} />
  </span>
);
