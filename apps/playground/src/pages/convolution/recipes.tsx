import { inLanguage } from '../../i18n/texts.js';
import { Presets } from '../../signs/presets.js';
import { kernels } from './kernels.js';
import type { ConvolutionSettings } from './settings.js';
import { convolutionTexts } from './texts.js';

const plain = {
  pixels: 48,
  isColor: false,
  stride: 1,
  padding: 'same',
  dilation: 1,
  activation: 'none',
  pooling: 'none',
  poolSize: 2,
} as const;

/** What to try, as settings. */
const recipes = {
  edges: {
    ...plain,
    source: 'face',
    pixels: 96,
    padding: 0,
    kernel: kernels.sobelX,
    activation: 'abs',
    pooling: 'max',
  },
  half: { ...plain, source: 'scene', isColor: true, kernel: kernels.gaussian, stride: 2 },
  ghosts: { ...plain, source: 'rings', pixels: 192, kernel: kernels.identity, stride: 4 },
  wide: { ...plain, source: 'letters', kernel: kernels.edges, padding: 0, dilation: 4 },
  border: { ...plain, source: 'scene', kernel: kernels.box5, isColor: true },
  relief: { ...plain, source: 'letters', pixels: 96, padding: 0, kernel: kernels.emboss },
} as const satisfies Readonly<Record<string, ConvolutionSettings>>;

const names = Object.keys(recipes) as (keyof typeof recipes)[];

/** Things to try: a press sets everything for it. */
export function Recipes({ onChoose }: { readonly onChoose: (settings: ConvolutionSettings) => void }) {
  const texts = inLanguage(convolutionTexts);
  return (
    <Presets
      items={names.map((name) => ({ name, title: texts.recipes[name][0]!, text: texts.recipes[name][1]! }))}
      onChoose={(name) => onChoose(recipes[name])}
    />
  );
}
