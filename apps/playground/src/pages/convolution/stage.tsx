import { ChevronsRight, Pause, Play, Repeat2, StepForward } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Look } from '../../pictures/paint.js';
import type { Picture } from '../../pictures/picture.js';
import { PixelView, type PixelViewProps } from '../../pictures/pixel-view.js';
import { pictureTexts } from '../../pictures/texts.js';
import { type Slide, useSlide } from '../../pictures/use-slide.js';
import { terms } from '../../signs/terms.js';
import { prefersReducedMotion } from '../../theme/theme.js';
import { Button, IconButton } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { StopSlider } from '../../ui/slider.js';
import { Spoken } from '../../ui/spoken.js';
import type { ConvolutionSnapshot, Result } from './convolve.js';
import { Legend, Products } from './numbers.js';
import type { ConvolutionSettings } from './settings.js';
import { convolutionTexts } from './texts.js';
import { type Spot, spotAt, type Trace, traceOf } from './window.js';

/** A snapshot with an output. */
export interface Shown extends ConvolutionSnapshot {
  readonly result: Result;
}

/** The pixel of the output that one follows. */
export interface Follow {
  readonly shown: Shown;
  readonly spot: Spot;
  readonly trace: Trace;
  readonly slide: Slide;
  readonly speed: number;
  readonly setSpeed: (speed: number) => void;
  readonly channel: number;
  readonly setChannel: (channel: number) => void;
  readonly point: (spot: Spot, isPress?: boolean) => void;
}

const speeds = [2, 10, 50, 250, 1000];
const farStep = 8; // pixels, with Shift
const channelNames = ['red', 'green', 'blue'] as const;

/** Follows a pixel of the output: the one that is pointed at, or where the window is on its way. */
export function useFollow(shown: Shown | undefined): Follow | undefined {
  const [pointed, setPointed] = useState<Spot | undefined>();
  const [speed, setSpeed] = useState(10);
  const [channel, setChannel] = useState(0);
  const output = shown?.result.output;
  const slide = useSlide(output ? output.width * output.height : 0, speed);
  const { position } = slide;
  const strongest = useMemo(() => output && strongestIn(output), [output?.width, output?.height]);
  const isThere = output !== undefined;
  useEffect(() => {
    if (isThere && !prefersReducedMotion()) slide.play(); // so that something happens when one comes
  }, [isThere]);
  const spot =
    output && position !== undefined
      ? { x: position % output.width, y: Math.floor(position / output.width) }
      : output && within(pointed ?? strongest!, output);
  const shownChannel = Math.min(channel, (shown?.input.channels ?? 1) - 1);
  const trace = useMemo(
    () => shown && spot && traceOf(shown.settings, shown.input, shown.result, spot, shownChannel),
    [shown?.result, spot?.x, spot?.y, shownChannel],
  );
  if (!shown || !spot || !trace || !output) return undefined;
  const point = (next: Spot, isPress = true) => {
    if (slide.isPlaying && !isPress) return;
    slide.end();
    setPointed(within(next, output));
  };
  return { shown, spot, trace, slide, speed, setSpeed, channel: shownChannel, setChannel, point };
}

/** Settings of {@link Maps}. */
export interface MapsProps {
  readonly follow: Follow;
  readonly look: Look;
}

/** Input, what the first layer answers where there is a second one, and output; the window on them, and what it makes. */
export function Maps({ follow, look }: MapsProps) {
  const texts = inLanguage(convolutionTexts);
  const words = inLanguage(terms);
  const { shown, spot, trace, slide, point } = follow;
  const { settings, input, result } = shown;
  const { plan, middle, output } = result;
  const { sources } = inLanguage(pictureTexts);
  const inputLook: Look = useMemo(() => (isBright(input) ? 'clipped' : 'signed'), [input]);
  const sizeOf = ({ width, height }: Picture) => texts.size(formatNumber(width), formatNumber(height));
  const place = texts.place(formatNumber(spot.x + 1), formatNumber(spot.y + 1), formatBrief(trace.value));
  const said = useMemo(() => place, [spot.x, spot.y]); // not what a camera changes there all the time
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
  return (
    <div class="convolution-picture">
      <div class={`convolution-maps${middle ? ' convolution-maps--three' : ''}`}>
        <MapFigure
          title={sources[settings.source]}
          size={sizeOf(input)}
          picture={input}
          look={inputLook}
          padding={plan.padding}
          onPoint={(x, y, isPress) => point(spotAt(plan, x, y), isPress)}
          frame={{ role: 'img', 'aria-label': texts.inputLabel(sources[settings.source], sizeOf(input)) }}
        >
          <WindowMark
            settings={settings}
            reach={plan.reach}
            field={plan.field}
            trace={trace}
            isDeep={!!middle}
          />
        </MapFigure>
        {middle && (
          <MapFigure
            title={texts.layer('1')}
            size={sizeOf(middle)}
            picture={middle}
            look={look}
            onPoint={(x, y, isPress) => {
              const half = (settings.kernel.size - 1) / 2;
              point({ x: Math.floor(x - half), y: Math.floor(y - half) }, isPress);
            }}
            frame={{ role: 'img', 'aria-label': texts.inputLabel(texts.layer('1'), sizeOf(middle)) }}
          >
            <Mark {...trace.corner} width={settings.kernel.size} height={settings.kernel.size} />
          </MapFigure>
        )}
        <MapFigure
          title={middle ? texts.layer('2') : words.output}
          size={sizeOf(output)}
          picture={output}
          look={look}
          onPoint={(x, y, isPress) => point({ x: Math.floor(x), y: Math.floor(y) }, isPress)}
          frame={{
            role: 'application',
            tabIndex: 0,
            'aria-label': texts.outputLabel(sizeOf(output), place),
            onKeyDown,
          }}
        >
          {slide.position !== undefined && <OutputCover size={output} spot={spot} />}
          <Mark {...spot} width={1} height={1} />
        </MapFigure>
      </div>
      <Spoken text={slide.isPlaying ? '' : said} everyMs={1500} />
      <div class="convolution-bar">
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
          disabled={slide.position === undefined}
          onClick={slide.end}
        />
        <Chain settings={settings} trace={trace} />
      </div>
    </div>
  );
}

/** From the sum to the pixel of the output, in one line. */
function Chain({ settings, trace }: { readonly settings: ConvolutionSettings; readonly trace: Trace }) {
  const texts = inLanguage(convolutionTexts);
  const { activation, pooling, layers } = settings;
  const isDeep = layers === 2;
  return (
    <p class="convolution-chain numbers" aria-hidden="true">
      <span>Σ = {formatBrief(trace.convolved)}</span>
      {!isDeep && activation !== 'none' && (
        <span>
          {texts.activations[activation]} = {formatBrief(trace.activated)}
        </span>
      )}
      {!isDeep && pooling !== 'none' && (
        <span>
          {pooling === 'max' ? 'max' : texts.poolings.average} = {formatBrief(trace.value)}
        </span>
      )}
    </p>
  );
}

interface MapFigureProps extends PixelViewProps {
  readonly title: string;
  readonly size: string;
}

function MapFigure({ title, size, ...view }: MapFigureProps) {
  return (
    <figure class="convolution-map">
      <figcaption>
        <strong>{title}</strong>
        <span class="numbers">{size}</span>
      </figcaption>
      <PixelView {...view} />
    </figure>
  );
}

interface WindowMarkProps {
  readonly settings: ConvolutionSettings;
  readonly reach: number;
  readonly field: number;
  readonly trace: Trace;
  readonly isDeep: boolean;
}

/** The window on the input: its frame, its pixels where there are gaps, and all that the output's pixel sees. */
function WindowMark({ settings, reach, field, trace, isDeep }: WindowMarkProps) {
  const { size } = settings.kernel;
  const { corner, fieldCorner } = trace;
  const cells = settings.dilation === 1 || isDeep ? 0 : size * size;
  const hasField = isDeep || settings.pooling !== 'none';
  return (
    <>
      {hasField && (
        <>
          <rect class="convolution-halo" {...fieldCorner} width={field} height={field} />
          <rect class="convolution-field" {...fieldCorner} width={field} height={field} />
        </>
      )}
      {!isDeep && <Mark {...corner} width={reach} height={reach} />}
      {Array.from({ length: cells }, (_, i) => (
        <rect
          key={i}
          class="convolution-tap"
          x={corner.x + settings.dilation * (i % size)}
          y={corner.y + settings.dilation * Math.floor(i / size)}
          width="1"
          height="1"
        />
      ))}
    </>
  );
}

function Mark(place: Spot & { readonly width: number; readonly height: number }): ComponentChildren {
  return (
    <>
      <rect class="convolution-halo" {...place} />
      <rect class="convolution-mark" {...place} />
    </>
  );
}

/** Covers what the window has not come to yet. */
function OutputCover({ size: { width, height }, spot }: { readonly size: Picture; readonly spot: Spot }) {
  return (
    <>
      <rect class="convolution-cover" x={spot.x + 1} y={spot.y} width={width - spot.x - 1} height="1.02" />
      <rect class="convolution-cover" x="0" y={spot.y + 1} width={width} height={height - spot.y - 1} />
    </>
  );
}

/** Settings of {@link Details}. */
export interface DetailsProps extends MapsProps {
  readonly onLook: (look: Look) => void;
  /** Makes the output the next input. */
  readonly onReuse: (output: Picture) => void;
}

/** The sum behind one pixel, how the output is shown, and how fast the window slides. */
export function Details({ follow, look, onLook, onReuse }: DetailsProps) {
  const texts = inLanguage(convolutionTexts);
  const { shown, spot, trace, speed, setSpeed, channel, setChannel } = follow;
  const { settings, input, result } = shown;
  const place = texts.place(formatNumber(spot.x + 1), formatNumber(spot.y + 1), formatBrief(trace.value));
  return (
    <>
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
            value={channelNames[channel]!}
            choices={channelNames.map((value) => ({ value, label: texts.channels[value] }))}
            onChange={(value) => setChannel(channelNames.indexOf(value))}
          />
        )}
        <Products settings={settings} spot={spot} trace={trace} />
        <p class="field__hint">{texts.sumHint}</p>
      </Card>
      <Card>
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
          <Legend picture={result.output} look={look} />
          <StopSlider
            label={texts.slide.speed}
            stops={speeds}
            value={speed}
            onChange={setSpeed}
            format={formatNumber}
            {...(prefersReducedMotion() && { hint: texts.slide.calm })}
          />
          <Button icon={Repeat2} onClick={() => onReuse(result.output)}>
            {texts.reuse}
          </Button>
        </div>
      </Card>
    </>
  );
}

const within = ({ x, y }: Spot, { width, height }: Picture): Spot => ({
  x: Math.min(Math.max(x, 0), width - 1),
  y: Math.min(Math.max(y, 0), height - 1),
});

/** Where a picture has its largest value, up or down: a place to begin with. */
function strongestIn({ width, channels, values }: Picture): Spot {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i]!) > Math.abs(values[best]!)) best = i;
  const pixel = Math.floor(best / channels);
  return { x: pixel % width, y: Math.floor(pixel / width) };
}

/** Whether every value is one between black and white. */
const isBright = ({ values }: Picture): boolean => values.every((value) => value > -0.01 && value < 1.01);
