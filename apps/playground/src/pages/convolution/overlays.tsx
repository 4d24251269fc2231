import type { Picture } from './picture.js';
import type { Plan } from './plan.js';
import type { ConvolutionSettings } from './settings.js';
import type { Spot, Trace } from './window.js';

/** Settings of {@link WindowMark}. */
export interface WindowMarkProps {
  readonly settings: ConvolutionSettings;
  readonly plan: Plan;
  readonly trace: Trace;
}

/** The window on the input: its frame, its pixels where there are gaps, and with pooling all that the output pixel sees. */
export function WindowMark({ settings, plan, trace }: WindowMarkProps) {
  const { size } = settings.kernel;
  const { corner, fieldCorner } = trace;
  const whole = { ...corner, width: plan.reach, height: plan.reach };
  const cells = settings.dilation === 1 ? 0 : size * size;
  return (
    <>
      {settings.pooling !== 'none' && (
        <rect class="convolution-field" {...fieldCorner} width={plan.field} height={plan.field} />
      )}
      <rect class="convolution-halo" {...whole} />
      <rect class="convolution-mark" {...whole} />
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

/** Covers what the window has not come to yet. */
export function OutputCover({
  size: { width, height },
  spot,
}: {
  readonly size: Picture;
  readonly spot: Spot;
}) {
  return (
    <>
      <rect class="convolution-cover" x={spot.x + 1} y={spot.y} width={width - spot.x - 1} height="1.02" />
      <rect class="convolution-cover" x="0" y={spot.y + 1} width={width} height={height - spot.y - 1} />
    </>
  );
}
