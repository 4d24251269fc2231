import { useMemo, useState } from 'preact/hooks';
import { formatBrief } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { MapFigure } from '../../pictures/map-figure.js';
import { Cover, Mark } from '../../pictures/marks.js';
import type { Look } from '../../pictures/paint.js';
import { isBright } from '../../pictures/picture.js';
import { SlideBar } from '../../pictures/slide-bar.js';
import { pictureTexts } from '../../pictures/texts.js';
import { type Follow, useFollow } from '../../pictures/use-follow.js';
import { terms } from '../../signs/terms.js';
import type { ConvolutionSnapshot, Result } from './convolve.js';
import { convolutionTexts } from './texts.js';
import { spotAt, type Trace, traceOf } from './windows.js';

/** A snapshot with an output. */
export interface Shown extends ConvolutionSnapshot {
  readonly result: Result;
}

/** The pixel of the output that one follows, and how it came about. */
export interface Followed {
  readonly shown: Shown;
  readonly follow: Follow;
  readonly trace: Trace;
  readonly channel: number;
  readonly setChannel: (channel: number) => void;
}

/** Follows a pixel of the output back to the input. */
export function useFollowed(shown: Shown | undefined): Followed | undefined {
  const follow = useFollow(shown?.result.output);
  const [chosen, setChannel] = useState(0);
  const channel = Math.min(chosen, (shown?.input.channels ?? 1) - 1);
  const spot = follow?.spot;
  const trace = useMemo(
    () => shown && spot && traceOf(shown.settings, shown.input, shown.result, spot, channel),
    [shown?.result, spot?.x, spot?.y, channel],
  );
  return shown && follow && trace && { shown, follow, trace, channel, setChannel };
}

/** Settings of {@link Maps}. */
export interface MapsProps {
  readonly followed: Followed;
  readonly look: Look;
}

/** Input, what the first layer answers where there is a second one, and output; the window on them, and what it makes. */
export function Maps({ followed, look }: MapsProps) {
  const texts = inLanguage(convolutionTexts);
  const words = inLanguage(terms);
  const { shown, trace, follow } = followed;
  const { spot, slide, point } = follow;
  const { plan, middle, output } = shown.result;
  const { kernel, source } = shown.settings;
  const name = inLanguage(pictureTexts).sources[source];
  const inputLook: Look = useMemo(() => (isBright(shown.input) ? 'clipped' : 'signed'), [shown.input]);
  return (
    <>
      <div class="maps">
        <MapFigure
          title={name}
          label={texts.inputOf(name)}
          picture={shown.input}
          look={inputLook}
          padding={plan.padding}
          onPoint={(x, y, isPress) => point(spotAt(plan, x, y), isPress)}
        >
          <WindowMark {...followed} />
        </MapFigure>
        {middle && (
          <MapFigure
            title={`${words.layer} 1`}
            label={texts.inputOf(`${words.layer} 1`)}
            picture={middle}
            look={look}
            onPoint={(x, y, isPress) => {
              const half = (kernel.size - 1) / 2;
              point({ x: x - half, y: y - half }, isPress);
            }}
          >
            <Mark {...trace.corner} width={kernel.size} height={kernel.size} />
          </MapFigure>
        )}
        <MapFigure
          title={middle ? `${words.layer} 2` : words.output}
          label={words.output}
          picture={output}
          look={look}
          onPoint={(x, y, isPress) => point({ x, y }, isPress)}
          followed={{ spot, value: trace.value, isMoving: slide.isPlaying }}
          onMove={point}
        >
          {slide.position !== undefined && <Cover size={output} spot={spot} />}
          <Mark {...spot} />
        </MapFigure>
      </div>
      <SlideBar follow={follow} chain={chainOf(followed)} />
    </>
  );
}

/** From the sum to the pixel of the output: each value with its name. */
export function chainOf({
  shown: { settings },
  trace,
}: Followed): (readonly [name: string, value: string])[] {
  const texts = inLanguage(convolutionTexts);
  const { activation, pooling, layers, kernel } = settings;
  const sum = formatBrief(trace.convolved - kernel.bias);
  const isDeep = layers === 2;
  const [isActive, isPooled] = [!isDeep && activation !== 'none', !isDeep && pooling !== 'none'];
  return [
    ['Σ', sum] as const,
    ...(kernel.bias === 0 ? [] : [['+ b', formatBrief(trace.convolved)] as const]),
    ...(isActive ? [[texts.activations[activation], formatBrief(trace.activated)] as const] : []),
    ...(isPooled ? [[texts.poolings[pooling], formatBrief(trace.value)] as const] : []),
  ];
}

/** The window on the input: its frame, its pixels where there are gaps, and all that the output's pixel sees. */
function WindowMark({ shown: { settings, result }, trace: { corner, fieldCorner } }: Followed) {
  const { reach, field } = result.plan;
  const { kernel, dilation, pooling, layers } = settings;
  const isDeep = layers === 2;
  const taps = dilation === 1 || isDeep ? 0 : kernel.size ** 2;
  return (
    <>
      {(isDeep || pooling !== 'none') && <Mark kind="field" {...fieldCorner} width={field} height={field} />}
      {!isDeep && <Mark {...corner} width={reach} height={reach} />}
      {Array.from({ length: taps }, (_, i) => (
        <Mark
          key={i}
          kind="tap"
          x={corner.x + dilation * (i % kernel.size)}
          y={corner.y + dilation * Math.floor(i / kernel.size)}
        />
      ))}
    </>
  );
}
