import { Pause, Play } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { type Curve, curveIndex } from '../../charts/function-plot.js';
import { formatNumber, formatShort } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Slider } from '../../ui/slider.js';
import { formulas } from './formulas.js';
import { type ActivationsSettings, chainLength, plotRange } from './settings.js';
import { activationsTexts } from './texts.js';
import type { ChainLayer } from './train.js';

/** Settings of {@link LookInside}. */
export interface LookInsideProps {
  readonly settings: ActivationsSettings;
  readonly x: number;
  readonly curve: Curve;
  /** Empty where there is none. */
  readonly chain: readonly ChainLayer[];
  /** Ten phases forward, ten backward. */
  readonly phase: number;
  readonly onPhase: (phase: number) => void;
}

const phaseMs = 1100;
const phases = 2 * chainLength;

/** The function's formula with the numbers of now; of the chain, layer by layer, forward and backward in slow motion. */
export function LookInside({ settings, x, curve, chain, phase, onPhase }: LookInsideProps) {
  const texts = inLanguage(activationsTexts);
  const [isPlaying, setPlaying] = useState(false);
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => onPhase((phase + 1) % phases), phaseMs);
    return () => clearTimeout(timer);
  }, [isPlaying, phase]);
  const [value, derivative] = formulas[settings.fn];
  const at = formatNumber(x, 2);
  const isForward = phase < chainLength;
  const layer = isForward ? phase : phases - 1 - phase;
  return (
    <Card title={`${texts.inside}: ${texts.names[settings.fn]}`}>
      <p class="card__note">{texts.about[settings.fn]}</p>
      <dl class="activations-formulas numbers">
        <dt>{texts.value}</dt>
        <dd>
          φ(x) = {value}; φ({at}) ={' '}
          <strong>{formatNumber(curve.values[curveIndex(x, plotRange)]!, 3)}</strong>
        </dd>
        <dt>{texts.derivative}</dt>
        <dd>
          φ′(x) = {derivative}; φ′({at}) ={' '}
          <strong>{formatNumber(curve.derivatives[curveIndex(x, plotRange)]!, 3)}</strong>
        </dd>
      </dl>
      {chain.length > 0 && (
        <div class="activations-look">
          <div class="activations-look__bar">
            <Button icon={isPlaying ? Pause : Play} onClick={() => setPlaying(!isPlaying)}>
              {isPlaying ? texts.slow.pause : texts.slow.play}
            </Button>
            <Slider
              label={texts.slow.layer}
              value={phase}
              min={0}
              max={phases - 1}
              step={1}
              onChange={(next) => {
                setPlaying(false);
                onPhase(next);
              }}
              format={(next) =>
                next < chainLength
                  ? texts.slow.forward(formatNumber(next + 1))
                  : texts.slow.backward(formatNumber(phases - next))
              }
            />
          </div>
          <p class="numbers">
            {isForward ? (
              <Forward chain={chain} layer={layer} w={settings.w} />
            ) : (
              <Backward chain={chain} layer={layer} w={settings.w} />
            )}
          </p>
        </div>
      )}
    </Card>
  );
}

interface LayerProps {
  readonly chain: readonly ChainLayer[];
  readonly layer: number;
  readonly w: number;
}

const sub = (n: number): string => (n < 10 ? String.fromCharCode(0x2080 + n) : '₁₀');
const write = (value: number): string => formatNumber(value, 2);

function Forward({ chain, layer, w }: LayerProps) {
  const { z, h } = chain[layer]!;
  const i = layer + 1;
  const input = layer === 0 ? 'x' : `w · h${sub(layer)} = ${write(w)} · ${write(chain[layer - 1]!.h)}`;
  return (
    <>
      z{sub(i)} = {input} = {write(z)}, h{sub(i)} = φ({write(z)}) = <strong>{write(h)}</strong>
    </>
  );
}

function Backward({ chain, layer, w }: LayerProps) {
  const { z, gradient } = chain[layer]!;
  const i = layer + 1;
  const next = chain[layer + 1];
  const own = next ? gradient / (w * next.gradient) : gradient;
  const derivative = Number.isFinite(own) ? formatShort(own) : 'φ′';
  return (
    <>
      ∂h₁₀/∂z{sub(i)} = φ′({write(z)})
      {next && ` · w · ∂h₁₀/∂z${sub(i + 1)} = ${derivative} · ${write(w)} · ${formatShort(next.gradient)}`} ={' '}
      <strong>{formatShort(gradient)}</strong>
    </>
  );
}
