import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { PhasePlayer } from '../guide/phase-player.js';
import { formatBrief, formatNumber } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import { MapFigure } from '../pictures/map-figure.js';
import { Mark } from '../pictures/marks.js';
import { nearestPixel, type Picture, pixelAt, type Spot, strongestPixel } from '../pictures/picture.js';
import { windowProducts } from '../pictures/window.js';
import { inRows, Matrix } from '../signs/matrix.js';
import { Products } from '../signs/products.js';
import { terms } from '../signs/terms.js';
import { Button } from '../ui/button.js';
import { type KernelPass, kernelPass, steppedWeights, turned } from './kernel-pass.js';
import { type Kernel, kernels, nameOfKernel, weightsOf } from './kernels.js';
import { kernelTexts } from './texts.js';

/** Settings of {@link useKernelSlowMotion}. */
export interface KernelSlowMotionOptions {
  /** What the kernel slides over: one channel. */
  readonly input: Picture | undefined;
  readonly kernel: Kernel;
  /** Called before the first phase: sets stride 1, no padding, and nothing after the convolution. */
  readonly onStart: () => void;
  /** Takes the kernel after an update. */
  readonly onUpdate: (kernel: Kernel) => void;
}

/** What there is to draw. */
export interface KernelSlowMotion {
  /** The button that begins, then what happens in words and numbers, with the bar. */
  readonly player: ComponentChildren;
  /** What the phase is about, while it is on. */
  readonly maps: ComponentChildren | undefined;
}

type Phase = 'compare' | number | 'input' | 'update'; // a number: the gradient of that weight

const learningRate = 0.002; // does not overshoot on a picture of 12 by 12 pixels between black and white
const together = 100; // updates at once
const decimals = 1000; // that a weight keeps

/** The backward pass of a convolution, phase by phase: output, kernel weight by weight, input, update. */
export function useKernelSlowMotion(options: KernelSlowMotionOptions): KernelSlowMotion {
  const { input, kernel, onStart, onUpdate } = options;
  const { slow: texts } = inLanguage(kernelTexts);
  const [phase, setPhase] = useState<Phase | undefined>();
  const [target, setTarget] = useState<'sobelX' | 'sobelY'>('sobelY');
  const [pointed, setPointed] = useState<Spot | undefined>();
  const isOn = phase !== undefined && input !== undefined && input.channels === 1;
  const pass = useMemo(
    () => (isOn ? kernelPass(input, weightsOf(kernel), weightsOf(kernels[target])) : undefined),
    [isOn, input, kernel, target],
  );
  const start = () => {
    setTarget(nameOfKernel(kernel) === 'sobelY' ? 'sobelX' : 'sobelY');
    setPhase('compare');
    onStart();
  };
  const update = (times: number) => {
    let weights = weightsOf(kernel);
    for (let i = 0; i < times && input; i++)
      weights = steppedWeights(kernelPass(input, weights, weightsOf(kernels[target])), learningRate);
    onUpdate({
      ...kernel,
      divisor: 1,
      cells: weights.map((weight) => Math.round(weight * decimals) / decimals),
    });
    setPhase('compare');
  };
  const next = () => {
    const last = kernel.cells.length - 1;
    if (phase === 'update') update(1);
    else if (phase === 'input') setPhase('update');
    else setPhase(phase === 'compare' ? 0 : phase === last ? 'input' : Number(phase) + 1);
  };
  const spot = pass && nearestPixel(pass.inputGradient, pointed ?? strongestPixel(pass.inputGradient));
  const shown = pass && phase !== undefined && spot ? { pass, phase, spot } : undefined;
  return {
    player: (
      <PhasePlayer
        start={texts.start}
        phase={phase}
        isReady={input !== undefined}
        onStart={start}
        onNext={next}
        onEnd={() => setPhase(undefined)}
        beside={phase === 'compare' && <Button onClick={() => update(together)}>{texts.updates}</Button>}
      >
        {shown && <PhaseText {...shown} target={target} />}
      </PhasePlayer>
    ),
    maps: shown && <PhaseMaps {...shown} onPoint={setPointed} />,
  };
}

interface ShownPhase {
  readonly pass: KernelPass;
  readonly phase: Phase;
  /** The pixel of the input that one follows. */
  readonly spot: Spot;
}

/** The products behind the gradient of one pixel of the input. */
const inputProducts = ({ outputGradient, weights }: KernelPass, { x, y }: Spot) => {
  const reach = Math.sqrt(weights.length) - 1;
  return windowProducts(outputGradient, { x: x - reach, y: y - reach }, turned(weights));
};

function PhaseText({ pass, phase, spot, target }: ShownPhase & { readonly target: 'sobelX' | 'sobelY' }) {
  const { slow: texts, kernels: names } = inLanguage(kernelTexts);
  const { weights, kernelGradient, output, inputGradient } = pass;
  const side = Math.sqrt(weights.length);
  const sum = formatBrief(pixelAt(inputGradient, spot) ?? 0);
  if (phase === 'compare') return <p>{texts.compare(names[target], formatNumber(pass.loss, 1))}</p>;
  if (phase === 'input')
    return (
      <>
        <p>{texts.input(formatNumber(weights.length), sum)}</p>
        <Products label={texts.product} products={inputProducts(pass, spot)} columns={side} />
      </>
    );
  if (phase === 'update') {
    const after = steppedWeights(pass, learningRate).map((value, i) => ({
      value,
      text: formatNumber(value, 2),
      note: `${formatBrief(weights[i]!)} − ${formatBrief(learningRate)} · ${formatNumber(kernelGradient[i]!, 1)}`,
    }));
    return (
      <>
        <p>{texts.update(formatBrief(learningRate))}</p>
        <Matrix label={texts.weights} rows={inRows(after, side)} />
      </>
    );
  }
  const gradients = kernelGradient.map((value, i) => ({
    value: i <= phase ? value : 0,
    text: i <= phase ? formatBrief(value) : '?',
    mark: i === phase ? ('chosen' as const) : undefined,
  }));
  const place = [Math.floor(phase / side) + 1, (phase % side) + 1].map((n) => formatNumber(n));
  const count = formatNumber(output.values.length);
  return (
    <>
      <p>{texts.kernel(place[0]!, place[1]!, count, formatBrief(kernelGradient[phase]!))}</p>
      <Matrix
        label={texts.gradients}
        rows={inRows(gradients, side)}
        most={Math.max(...kernelGradient.map(Math.abs))}
      />
    </>
  );
}

/** The pictures that a phase is about, side by side. */
function PhaseMaps({ pass, phase, spot, onPoint }: ShownPhase & { readonly onPoint: (spot: Spot) => void }) {
  const texts = inLanguage(kernelTexts).slow;
  const words = inLanguage(terms);
  const { input, output, target, outputGradient, inputGradient } = pass;
  const side = Math.sqrt(pass.weights.length);
  const still = { look: 'signed', onPoint: () => {} } as const;
  const gradient = texts.gradientOf(texts.outputWord);
  if (phase === 'compare' || phase === 'update')
    return (
      <div class="maps">
        <MapFigure title={words.output} picture={output} {...still} />
        <MapFigure title={texts.outputTarget} picture={target} {...still} />
        <MapFigure title={gradient} picture={outputGradient} {...still} />
      </div>
    );
  if (phase === 'input')
    return (
      <div class="maps">
        <MapFigure title={gradient} picture={outputGradient} padding={side - 1} {...still}>
          <Mark {...spot} width={side} height={side} />
        </MapFigure>
        <MapFigure
          title={texts.gradientOf(texts.inputWord)}
          picture={inputGradient}
          look="signed"
          followed={{ spot, value: pixelAt(inputGradient, spot) ?? 0, isMoving: false }}
          onMove={onPoint}
          onPoint={(x, y, isPress) => isPress && onPoint({ x, y })}
        >
          <Mark {...spot} />
        </MapFigure>
      </div>
    );
  const corner = { x: phase % side, y: Math.floor(phase / side) };
  const products = windowProducts(input, corner, Array.from(outputGradient.values), {
    columns: output.width,
  });
  const values = Float32Array.from(products, ({ product }) => product);
  return (
    <div class="maps">
      <MapFigure title={words.input} picture={input} look="clipped" onPoint={still.onPoint}>
        <Mark {...corner} width={output.width} height={output.height} />
      </MapFigure>
      <MapFigure title={gradient} picture={outputGradient} {...still} />
      <MapFigure title={texts.product} picture={{ ...output, values }} {...still} />
    </div>
  );
}
