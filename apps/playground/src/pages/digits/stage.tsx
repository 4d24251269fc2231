import { Eraser } from 'lucide-preact';
import { AnswerView } from '../../classifier/answer-view.js';
import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Maps, UnitInside } from '../../network/feature-maps.js';
import { UnitCard } from '../../network/unit-card.js';
import { MapSheet } from '../../signs/map-sheet.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import { IconButton } from '../../ui/button.js';
import { DrawPad, type Strokes } from '../../ui/draw-pad.js';
import { readImage, side, type Unit } from './settings.js';
import { layersInBackward, type Phase } from './slow.js';
import { digitsTexts } from './texts.js';
import type { Backward, Look } from './train.js';

/** Settings of {@link Stage}. */
export interface StageProps {
  readonly image: string;
  readonly strokes: Strokes;
  readonly onDraw: (strokes: Strokes) => void;
  readonly look: Look | undefined;
  /** Where the slow motion is, and the gradients that it shows on the way back. */
  readonly phase: Phase | undefined;
  readonly backward: Backward | undefined;
  readonly unit: Unit | undefined;
  readonly onUnit: (unit: Unit) => void;
}

const sheets = [
  { layer: 'first', columns: 16, count: 16 },
  { layer: 'second', columns: 16, count: 32 },
  { layer: 'hidden', columns: 32, count: 64 },
] as const;

/** The sheet, the maps of each layer, and the answer. */
export function Stage(props: StageProps) {
  const { image, strokes, onDraw, look, phase, backward, unit, onUnit } = props;
  const texts = inLanguage(digitsTexts);
  const pixels = readImage(image);
  const reached = phase ? layersInBackward(phase) : [];
  const isBack = reached.includes('image') && backward !== undefined;
  const gradients = reached.includes('output') ? backward?.maps.output.values.map(([g]) => g!) : undefined;
  return (
    <div class="digits-stage">
      <DrawPad label={texts.pad} strokes={strokes} onChange={onDraw} backdrop={pixels} />
      <AnswerView
        label={texts.probabilities}
        names={digitNames}
        values={look?.probabilities}
        gradients={gradients}
        chosen={unit?.layer === 'output' ? unit.channel : undefined}
        onChoose={(channel) => onUnit({ layer: 'output', channel, x: 0, y: 0 })}
        empty={texts.drawFirst}
        seen={
          <span class={`digits-seen${dim(phase, 'image')}`}>
            <TensorTile
              values={isBack ? backward.image : (pixels ?? blank)}
              width={side}
              look={isBack ? 'signed' : 'ink'}
              label={texts.seen}
            />
          </span>
        }
        actions={<IconButton label={texts.clear} icon={Eraser} onClick={() => onDraw([])} />}
        isDim={phase !== undefined && phase.at !== 'output'}
      />
      <div class="digits-layers">
        {sheets.map(({ layer, columns, count }) => {
          const maps = reached.includes(layer) ? backward?.maps[layer] : look?.maps[layer];
          return (
            <div key={layer} class={`digits-layer${dim(phase, layer)}`}>
              <p class="digits-caption">{texts.layers[layer]}</p>
              <MapSheet
                maps={maps}
                count={count}
                columns={columns}
                label={texts.layers[layer]}
                nameOf={(channel) => nameOf(layer, channel, maps)}
                chosen={unit?.layer === layer ? unit.channel : undefined}
                onChoose={(channel, x, y) => onUnit({ layer, channel, x, y })}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const blank = new Float32Array(side * side);
const digitNames = Array.from({ length: 10 }, (_, digit) => String(digit));

const dim = (phase: Phase | undefined, layer: Phase['at']): string =>
  phase && phase.at !== layer ? ' digits-dim' : '';

function nameOf(layer: 'first' | 'second' | 'hidden', channel: number, maps: Maps | undefined): string {
  const texts = inLanguage(digitsTexts);
  const most = Math.max(...(maps?.values[channel] ?? [0]));
  return texts[layer === 'hidden' ? 'unit' : 'filter'](formatNumber(channel + 1), formatBrief(most));
}

/** Settings of {@link Inside}. */
export interface InsideProps {
  readonly unit: Unit;
  readonly numbers: UnitInside;
  readonly look: Look;
  readonly comes: boolean;
  readonly onClose: () => void;
}

/** What is inside a unit. */
export function Inside({ unit, numbers, look, ...rest }: InsideProps) {
  const texts = inLanguage(digitsTexts).inside;
  const { layer, channel } = unit;
  const isOutput = layer === 'output';
  return (
    <UnitCard
      title={texts[layer](isOutput ? String(channel) : formatNumber(channel + 1))}
      inside={numbers}
      place={unit}
      softmax={isOutput ? { logits: look.maps.output.values.map(([z]) => z!), index: channel } : undefined}
      {...rest}
    />
  );
}
