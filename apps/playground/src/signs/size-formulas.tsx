import { formatNumber } from '../i18n/numbers.js';
import { defineTexts, inLanguage } from '../i18n/texts.js';
import './size-formulas.css';

const sizeTexts = defineTexts(
  {
    width: 'Width',
    height: 'Height',
    both: 'Width and height',
    letters: 'W: size of the input, P: padding, D: dilation, K: kernel, S: stride.',
  },
  {
    width: 'Ancho',
    height: 'Alto',
    both: 'Ancho y alto',
    letters:
      'W: tamaño de la entrada, P: relleno (padding), D: dilatación, K: núcleo (kernel), S: paso (stride).',
  },
);

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A layer whose windows slide, and what it makes of the size before it. */
export interface SlidingLayer {
  /** What stands before its formula; the first layer has none. */
  readonly name?: string;
  readonly kernelSize: number;
  readonly stride: number;
  /** Default 0. */
  readonly padding?: number;
  /** Default 1. */
  readonly dilation?: number;
  readonly to: Size;
}

/** Settings of {@link SizeFormulas}. */
export interface SizeFormulasProps {
  readonly from: Size;
  readonly layers: readonly SlidingLayer[];
}

/** Output sizes of layers as formulas with their numbers: the first with all letters, those after it in short. */
export function SizeFormulas({ from, layers }: SizeFormulasProps) {
  const texts = inLanguage(sizeTexts);
  const sides = from.width === from.height ? (['width'] as const) : (['width', 'height'] as const);
  return (
    <>
      <dl class="size-formulas">
        {sides.map((side) => (
          <div key={side}>
            <dt>{sides.length === 1 ? texts.both : texts[side]}</dt>
            {layers.map((layer, i) => (
              <dd key={layer.name}>
                {layer.name && <span class="size-formulas__name">{layer.name}</span>}
                {i === 0 && <span>⌊(W + 2P − D(K − 1) − 1) / S⌋ + 1</span>}
                <span>
                  {i === 0 ? `= ${inFull(from[side], layer)}` : inShort(layers[i - 1]!.to[side], layer)}
                </span>
                <strong>= {formatNumber(layer.to[side])}</strong>
              </dd>
            ))}
          </div>
        ))}
      </dl>
      <p class="field__hint">{texts.letters}</p>
    </>
  );
}

const inFull = (input: number, { kernelSize, stride, padding = 0, dilation = 1 }: SlidingLayer): string =>
  `⌊(${input} + 2·${padding} − ${dilation}·(${kernelSize} − 1) − 1) / ${stride}⌋ + 1`;

const inShort = (input: number, { kernelSize, stride }: SlidingLayer): string =>
  `⌊(${input} − ${kernelSize}) / ${stride}⌋ + 1`;
