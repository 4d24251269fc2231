import { ChevronsRight, Pause, Play, Repeat2, StepForward } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { terms } from '../../signs/terms.js';
import { prefersReducedMotion } from '../../theme/theme.js';
import { Button, IconButton } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { StopSlider } from '../../ui/slider.js';
import { Spoken } from '../../ui/spoken.js';
import type { ConvolutionSnapshot, Result } from './convolve.js';
import { Legend } from './legend.js';
import { brief } from './number-text.js';
import { OutputCover, WindowMark } from './overlays.js';
import type { Look } from './paint.js';
import type { Picture } from './picture.js';
import { PixelView } from './pixel-view.js';
import { Products } from './products.js';
import { convolutionTexts } from './texts.js';
import { useSlide } from './use-slide.js';
import { type Spot, spotAt, traceOf } from './window.js';

/** Settings of {@link Stage}. */
export interface StageProps {
  readonly snapshot: ConvolutionSnapshot;
  readonly result: Result;
  readonly look: Look;
  readonly onLook: (look: Look) => void;
  /** Makes the output the next input. */
  readonly onReuse: (output: Picture) => void;
}

const speeds = [2, 10, 50, 250, 1000];
const farStep = 8; // pixels, with Shift
const channelNames = ['red', 'green', 'blue'] as const;

/** Input and output, the window on both, and the sum behind one pixel. */
export function Stage({ snapshot, result, look, onLook, onReuse }: StageProps) {
  const texts = inLanguage(convolutionTexts);
  const words = inLanguage(terms);
  const { settings, input } = snapshot;
  const { plan, output } = result;
  const [pointed, setPointed] = useState(() => strongest(output));
  const [speed, setSpeed] = useState(50);
  const [channel, setChannel] = useState(0);
  const slide = useSlide(output.width * output.height, speed);
  const { position } = slide;
  const spot: Spot =
    position === undefined
      ? within(pointed, output)
      : { x: position % output.width, y: Math.floor(position / output.width) };
  const shownChannel = Math.min(channel, input.channels - 1);
  const trace = useMemo(
    () => traceOf(settings, input, result, spot, shownChannel),
    [snapshot, spot.x, spot.y, shownChannel],
  );
  const point = (next: Spot) => {
    if (slide.isPlaying) return;
    slide.end();
    setPointed(within(next, output));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const far = event.shiftKey ? farStep : 1;
    const moves: Record<string, Spot> = {
      ArrowLeft: { x: spot.x - far, y: spot.y },
      ArrowRight: { x: spot.x + far, y: spot.y },
      ArrowUp: { x: spot.x, y: spot.y - far },
      ArrowDown: { x: spot.x, y: spot.y + far },
      Home: { x: 0, y: spot.y },
      End: { x: output.width - 1, y: spot.y },
    };
    const next = moves[event.key];
    if (!next) return;
    event.preventDefault();
    point(next);
  };
  const inputLook: Look = useMemo(() => (isBright(input) ? 'clipped' : 'signed'), [input]);
  const sizeOf = ({ width, height }: Picture) => texts.size(formatNumber(width), formatNumber(height));
  const place = texts.place(formatNumber(spot.x + 1), formatNumber(spot.y + 1), brief(trace.value));
  const said = useMemo(() => place, [spot.x, spot.y]); // not what a camera changes there all the time
  return (
    <>
      <Card>
        <div class="convolution-maps">
          <figure class="convolution-map">
            <figcaption>
              <strong>{texts.sources[settings.source]}</strong>
              <span class="convolution-map__size numbers">{sizeOf(input)}</span>
            </figcaption>
            <PixelView
              picture={input}
              look={inputLook}
              padding={plan.padding}
              onPoint={(x, y) => point(spotAt(plan, x, y))}
              frame={{
                role: 'img',
                'aria-label': texts.inputLabel(texts.sources[settings.source], sizeOf(input)),
              }}
            >
              <WindowMark settings={settings} plan={plan} trace={trace} />
            </PixelView>
          </figure>
          <figure class="convolution-map">
            <figcaption>
              <strong>{words.output}</strong>
              <span class="convolution-map__size numbers">{sizeOf(output)}</span>
            </figcaption>
            <PixelView
              picture={output}
              look={look}
              onPoint={(x, y) => point({ x: Math.floor(x), y: Math.floor(y) })}
              frame={{
                role: 'application',
                tabIndex: 0,
                'aria-label': texts.outputLabel(sizeOf(output), place),
                onKeyDown,
              }}
            >
              {position !== undefined && <OutputCover size={output} spot={spot} />}
              <rect class="convolution-halo" x={spot.x} y={spot.y} width="1" height="1" />
              <rect class="convolution-mark" x={spot.x} y={spot.y} width="1" height="1" />
            </PixelView>
          </figure>
        </div>
        <Spoken text={slide.isPlaying ? '' : said} everyMs={1500} />
        <div class="convolution-bar">
          <div class="convolution-bar__buttons">
            <Button
              variant="primary"
              icon={slide.isPlaying ? Pause : Play}
              onClick={slide.isPlaying ? slide.pause : slide.play}
            >
              {slide.isPlaying ? texts.slide.pause : texts.slide.play}
            </Button>
            <IconButton label={texts.slide.step} icon={StepForward} onClick={slide.step} />
            <IconButton
              label={texts.slide.end}
              icon={ChevronsRight}
              disabled={position === undefined}
              onClick={slide.end}
            />
          </div>
          <StopSlider
            label={texts.slide.speed}
            stops={speeds}
            value={speed}
            onChange={setSpeed}
            format={formatNumber}
            {...(prefersReducedMotion() && { hint: texts.slide.calm })}
          />
          <Button icon={Repeat2} onClick={() => onReuse(output)}>
            {texts.reuse}
          </Button>
        </div>
        <div class="convolution-looks">
          <Segmented<Look>
            label={texts.look}
            value={look}
            choices={(['signed', 'clipped', 'scaled'] as const).map((value) => ({
              value,
              label: texts.looks[value],
            }))}
            onChange={onLook}
          />
          <Legend picture={output} look={look} />
        </div>
      </Card>
      <Card
        title={texts.sum}
        actions={
          <p class="field__hint numbers" aria-hidden="true">
            {place}
          </p>
        }
      >
        {input.channels > 1 && (
          <Segmented
            label={texts.channel}
            value={channelNames[shownChannel]!}
            choices={channelNames.map((value) => ({ value, label: texts.channels[value] }))}
            onChange={(value) => setChannel(channelNames.indexOf(value))}
          />
        )}
        <Products settings={settings} spot={spot} trace={trace} />
        <p class="field__hint">{texts.sumHint}</p>
      </Card>
    </>
  );
}

const within = ({ x, y }: Spot, { width, height }: Picture): Spot => ({
  x: Math.min(Math.max(x, 0), width - 1),
  y: Math.min(Math.max(y, 0), height - 1),
});

/** Where a picture has its largest value, up or down: a place to begin with. */
function strongest({ width, channels, values }: Picture): Spot {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i]!) > Math.abs(values[best]!)) best = i;
  const pixel = Math.floor(best / channels);
  return { x: pixel % width, y: Math.floor(pixel / width) };
}

/** Whether every value is one between black and white. */
const isBright = ({ values }: Picture): boolean => values.every((value) => value > -0.01 && value < 1.01);
