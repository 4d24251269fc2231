import { useEffect, useRef } from 'preact/hooks';
import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { theme } from '../../theme/theme.js';
import { Card } from '../../ui/card.js';
import { drawDigit } from './draw-map.js';
import { latentTexts } from './texts.js';
import type { Look } from './train.js';

/** The place where one stands with its numbers: what is drawn there, the nearest real digit, and what its loss comes to. */
export function LookInside({ look, beta }: { readonly look: Look; readonly beta: number }) {
  const texts = inLanguage(latentTexts).inside;
  const { at, mean, std, parts, digit } = look;
  const write = (value: number) => formatNumber(value, 2);
  const place = (values: readonly number[]) => `(${values.map(write).join('; ')})`;
  const terms = mean.map(
    (m, i) => (m ** 2 + std[i]! ** 2 - Math.log(std[i]! ** 2) - 1) / 2, // as the worker adds up, for each variable
  );
  const loss = parts.reconstruction + beta * parts.divergence;
  const rows = [
    [texts.mean, place(mean)],
    [texts.std, place(std)],
    [texts.divergence, `${terms.map(write).join(' + ')} = ${write(parts.divergence)}`],
    [texts.reconstruction, write(parts.reconstruction)],
    [
      texts.loss,
      `${write(parts.reconstruction)} + ${formatBrief(beta)} · ${write(parts.divergence)} = ${write(loss)}`,
    ],
  ] as const;
  return (
    <Card title={texts.title}>
      <div class="latent-inside">
        <div class="latent-shown">
          <Digit name={texts.drawn(place(at))} pixels={look.drawn} />
          <Digit name={texts.nearest(String(digit))} pixels={look.pixels} />
          <Digit name={texts.redrawn} pixels={look.redrawn} />
        </div>
        <dl class="latent-sum numbers">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  );
}

function Digit({ name, pixels }: { readonly name: string; readonly pixels: Float32Array }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const currentTheme = theme.value;
  useEffect(() => {
    if (canvas.current) drawDigit(canvas.current, pixels);
  }, [pixels, currentTheme]);
  return (
    <figure>
      <figcaption class="numbers">{name}</figcaption>
      <canvas ref={canvas} />
    </figure>
  );
}
