import { checkOptions, type OptionTable } from '@neurona/backend';
import { type Generator, permutationArray } from '@neurona/tensor';
import { drawFrom } from '../draw-numbers.js';
import { brightened, contrasted, saturated, turned } from './adjust-color.js';
import { checkSetting, randomTransform } from './define-transform.js';
import type { ImageTransform, Interval } from './image-transform.js';
import type { Picture } from './picture.js';
import { checkInterval } from './random-affine.js';

/** Settings of {@link colorJitter}; what is missing stays as it is. */
export interface ColorJitterOptions {
  /** Factors of `adjustBrightness`: within [1 − x, 1 + x], or an interval. */
  readonly brightness?: number | Interval;
  /** Factors of `adjustContrast`: within [1 − x, 1 + x], or an interval. */
  readonly contrast?: number | Interval;
  /** Factors of `adjustSaturation`: within [1 − x, 1 + x], or an interval. */
  readonly saturation?: number | Interval;
  /** Turns of `adjustHue`: within [−x, x], or an interval, at most from -0.5 to 0.5. */
  readonly hue?: number | Interval;
}

const colorJitterOptions: OptionTable<ColorJitterOptions> = {
  brightness: 1,
  contrast: 1,
  saturation: 1,
  hue: 1,
};

type Adjustment = (subject: string, picture: Picture, amount: number) => Picture;
/** The adjustments of an image, in sequence. */
type Plan = readonly (readonly [adjust: Adjustment, amount: number])[];

/**
 * Adjusts brightness, contrast, saturation and hue by random amounts, in random order, drawn for each image.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]`, C 1, 3 or 4 → the same.
 * @throws {@link ArgumentError} if an interval is none, a factor below 0 or a turn beyond a half.
 * @example
 * colorJitter({ brightness: 0.4, hue: 0.1 }).settings; // => { brightness: [0.6, 1.4], hue: [-0.1, 0.1] }
 */
export function colorJitter(options: ColorJitterOptions): ImageTransform {
  checkOptions('colorJitter', options, colorJitterOptions);
  const factors = (name: 'brightness' | 'contrast' | 'saturation'): Interval | undefined => {
    const value = options[name];
    if (value === undefined) return undefined;
    const isInterval = typeof value !== 'number';
    checkSetting('colorJitter', isInterval || value >= 0, `a ${name} of at least 0`, value);
    const interval = isInterval ? value : ([Math.max(0, 1 - value), 1 + value] as const);
    checkInterval('colorJitter', name, interval);
    checkSetting('colorJitter', interval[0] >= 0, `${name} of at least 0`, interval);
    return interval;
  };
  const hue = typeof options.hue === 'number' ? ([-options.hue, options.hue] as const) : options.hue;
  if (hue) {
    checkInterval('colorJitter', 'hue', hue);
    checkSetting('colorJitter', hue[0] >= -0.5 && hue[1] <= 0.5, 'a hue from -0.5 to 0.5', hue);
  }
  const intervals = {
    brightness: factors('brightness'),
    contrast: factors('contrast'),
    saturation: factors('saturation'),
    hue,
  };
  const used = Object.entries(intervals).filter(
    (entry): entry is [keyof typeof steps, Interval] => !!entry[1],
  );
  return randomTransform({
    name: 'colorJitter',
    settings: Object.fromEntries(used),
    draw: (rng: Generator): Plan => {
      const plan = used.map(([name, interval]) => [steps[name], drawFrom(rng, interval)] as const);
      return Array.from(permutationArray(plan.length, rng), (i) => plan[i]!);
    },
    apply: (picture, plan) =>
      plan.reduce((before, [adjust, amount]) => adjust('colorJitter', before, amount), picture),
  });
}

const steps = {
  brightness: brightened,
  contrast: contrasted,
  saturation: saturated,
  hue: turned,
} satisfies Record<string, Adjustment>;
