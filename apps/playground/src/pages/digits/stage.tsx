import { Eraser } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { formatBrief, formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { MapSheet } from '../../signs/map-sheet.js';
import { largestOf, ProbabilityBars } from '../../signs/probability-bars.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import { IconButton } from '../../ui/button.js';
import { DrawPad, type Strokes } from '../../ui/draw-pad.js';
import { readImage, side, type Unit } from './settings.js';
import { layersInBackward, type Phase } from './slow.js';
import { digitsTexts } from './texts.js';
import type { Backward, Look, Maps } from './train.js';

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

const columns = { first: 16, second: 16, hidden: 32 } as const;
const counts = { first: 16, second: 32, hidden: 64 } as const;
const shownLayers = ['first', 'second', 'hidden'] as const;

/** The sheet, the maps of each layer, and the answer. */
export function Stage(props: StageProps) {
  const { image, strokes, onDraw, look, phase, backward, unit, onUnit } = props;
  const texts = inLanguage(digitsTexts);
  const pixels = readImage(image);
  const reached = phase ? layersInBackward(phase) : [];
  const isBack = reached.includes('image') && backward !== undefined;
  return (
    <div class="digits-stage">
      <DrawPad label={texts.pad} strokes={strokes} onChange={onDraw} backdrop={pixels} />
      <Answer
        look={look}
        phase={phase}
        backward={backward}
        unit={unit}
        onUnit={onUnit}
        onClear={() => onDraw([])}
      >
        <span class={`digits-seen${dim(phase, 'image')}`}>
          <TensorTile
            values={isBack ? backward.image : (pixels ?? blank)}
            width={side}
            look={isBack ? 'signed' : 'ink'}
            label={texts.seen}
          />
        </span>
      </Answer>
      <div class="digits-layers">
        {shownLayers.map((layer) => {
          const maps = reached.includes(layer) ? backward?.maps[layer] : look?.maps[layer];
          return (
            <div key={layer} class={`digits-layer${dim(phase, layer)}`}>
              <p class="digits-caption">{texts.layers[layer]}</p>
              <MapSheet
                maps={maps}
                count={counts[layer]}
                columns={columns[layer]}
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

const dim = (phase: Phase | undefined, layer: Phase['at']): string =>
  phase && phase.at !== layer ? ' digits-dim' : '';

function nameOf(layer: 'first' | 'second' | 'hidden', channel: number, maps: Maps | undefined): string {
  const texts = inLanguage(digitsTexts);
  const most = Math.max(...(maps?.values[channel] ?? [0]));
  return texts[layer === 'hidden' ? 'unit' : 'filter'](formatNumber(channel + 1), formatBrief(most));
}

interface AnswerProps extends Pick<StageProps, 'look' | 'phase' | 'backward' | 'unit' | 'onUnit'> {
  readonly onClear: () => void;
  readonly children: ComponentChildren;
}

const digitNames = Array.from({ length: 10 }, (_, digit) => String(digit));

/** The answer, and how probable each digit is; on the way back the gradient at the output. */
function Answer({ look, phase, backward, unit, onUnit, onClear, children }: AnswerProps) {
  const texts = inLanguage(digitsTexts);
  const values = look?.probabilities;
  const best = values ? largestOf(values) : -1;
  const isBack = phase && backward && layersInBackward(phase).includes('output');
  return (
    <div class={`digits-answer${dim(phase, 'output')}`}>
      <div class="digits-answer__best">
        {children}
        {values ? (
          <p>
            <strong class="digits-answer__digit">{best}</strong>
            <span class="numbers">{formatPercent(values[best]!)}</span>
          </p>
        ) : (
          <p>{texts.drawFirst}</p>
        )}
        <IconButton label={texts.clear} icon={Eraser} onClick={onClear} />
      </div>
      <ProbabilityBars
        label={texts.probabilities}
        names={digitNames}
        values={values}
        gradients={isBack ? backward.maps.output.values.map(([gradient]) => gradient!) : undefined}
        chosen={unit?.layer === 'output' ? unit.channel : undefined}
        onChoose={(digit) => onUnit({ layer: 'output', channel: digit, x: 0, y: 0 })}
      />
    </div>
  );
}
