import { ArrowRight, Eraser, Shuffle } from 'lucide-preact';
import { lighting } from '../../guide/light.js';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import { IconButton } from '../../ui/button.js';
import { DrawPad, type Strokes } from '../../ui/draw-pad.js';
import { readImage, side } from './settings.js';
import { autoencoderTexts } from './texts.js';
import type { AutoencoderSnapshot } from './train.js';

/** Settings of {@link Stage}. */
export interface StageProps {
  readonly image: string;
  readonly strokes: Strokes;
  readonly onDraw: (strokes: Strokes) => void;
  readonly onExample: () => void;
  readonly snapshot: AutoencoderSnapshot | undefined;
  /** The code that one has slid, and what it decodes to. */
  readonly own: { readonly code: Float32Array; readonly output: Float32Array } | undefined;
}

const blank = new Float32Array(side * side);

/** The sheet, the code and what comes back; below, a held-out digit of each kind. */
export function Stage({ image, strokes, onDraw, onExample, snapshot, own }: StageProps) {
  const texts = inLanguage(autoencoderTexts);
  const look = image ? snapshot?.look : undefined;
  const isNoisy = (snapshot?.settings.noise ?? 0) > 0;
  const code = own?.code ?? look?.code;
  return (
    <div class="autoencoder-stage">
      <figure>
        <figcaption>
          {texts.image}
          <ArrowRight aria-hidden="true" />
        </figcaption>
        <DrawPad label={texts.pad} strokes={strokes} onChange={onDraw} backdrop={readImage(image)} />
        <div class="autoencoder-actions">
          <IconButton label={texts.clear} icon={Eraser} onClick={() => onDraw([])} />
          <IconButton label={texts.example} icon={Shuffle} onClick={onExample} />
        </div>
      </figure>
      <figure {...lighting('code')}>
        <figcaption>
          {texts.codeOf(formatNumber(snapshot?.settings.codeSize ?? 0))}
          <ArrowRight aria-hidden="true" />
        </figcaption>
        <div class="autoencoder-seen">
          <TensorTile values={look?.seen ?? blank} width={side} look="ink" label={texts.seen} />
          <span class="autoencoder-hint">{isNoisy ? texts.withNoise : texts.pixels}</span>
        </div>
        <CodeBars code={code} ranges={snapshot?.ranges} />
      </figure>
      <figure {...lighting('output')}>
        <figcaption>{own ? texts.fromYours : texts.output}</figcaption>
        <div class="autoencoder-output">
          <TensorTile
            values={own?.output ?? look?.output ?? blank}
            width={side}
            look="ink"
            label={own ? texts.fromYours : texts.output}
          />
        </div>
        <p class="autoencoder-hint numbers">
          {own || !look ? ' ' : texts.error(formatNumber(look.errors.output, 3))}
        </p>
      </figure>
      <figure class="autoencoder-examples">
        <figcaption>{isNoisy ? texts.examplesWithNoise : texts.examples}</figcaption>
        <div class="autoencoder-pairs" role="img" aria-label={texts.examples}>
          {snapshot?.examples.map(({ seen, output }, kind) => (
            <span key={`kind ${kind}`}>
              <TensorTile values={seen} width={side} look="ink" />
              <TensorTile values={output} width={side} look="ink" />
            </span>
          ))}
        </div>
      </figure>
    </div>
  );
}

interface CodeBarsProps {
  readonly code: Float32Array | undefined;
  readonly ranges: AutoencoderSnapshot['ranges'] | undefined;
}

/** Each number of the code as a place between the least and the largest that it has for held-out digits. */
function CodeBars({ code, ranges = [] }: CodeBarsProps) {
  const texts = inLanguage(autoencoderTexts);
  const values = Array.from(code ?? [], (value) => formatNumber(value, 1)).join(', ');
  return (
    <div class="autoencoder-code" role="img" aria-label={texts.codeIs(values)}>
      {ranges.map(([low, high], i) => {
        const share = code ? (code[i]! - low) / (high - low || 1) : 0.5;
        return (
          <span key={`number ${i}`} class="autoencoder-track">
            {code && <span style={{ left: `${100 * Math.min(Math.max(share, 0), 1)}%` }} />}
          </span>
        );
      })}
    </div>
  );
}
