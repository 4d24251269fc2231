import { useMemo, useState } from 'preact/hooks';
import { curveIndex, FunctionPlot, flatParts } from '../../charts/function-plot.js';
import { useEntrance } from '../../charts/use-entrance.js';
import { Guide } from '../../guide/guide.js';
import { Lit, lighting } from '../../guide/light.js';
import { Woven } from '../../guide/woven.js';
import { formatNumber, formatShort } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import '../../signs/legend.css';
import '../../signs/signs.css';
import { terms } from '../../signs/terms.js';
import { Card } from '../../ui/card.js';
import { Slider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import type { Verdict } from '../../ui/verdict.js';
import { useTraining } from '../../worker/use-training.js';
import { ChainView } from './chain.js';
import { Gallery } from './gallery.js';
import { LookInside } from './look-inside.js';
import './main.css';
import {
  type ActivationsSettings,
  activationsSchema,
  chainLength,
  hasFactor,
  plotRange,
  saturated,
} from './settings.js';
import { activationsTexts } from './texts.js';
import type { ActivationsSnapshot } from './train.js';

const stepNames = ['read', 'chain', 'relu', 'weights', 'step'] as const;
type StepName = (typeof stepNames)[number];

/** What each step sets. Where one guesses first, the chain is hidden until then. */
const stepSettings: Readonly<Record<StepName, ActivationsSettings>> = {
  read: activationsSchema.initial,
  chain: { ...activationsSchema.initial },
  relu: { ...activationsSchema.initial, fn: 'relu', x: 1 },
  weights: { ...activationsSchema.initial, fn: 'relu', x: 1, chain: true, w: 1.5 },
  step: { ...activationsSchema.initial, fn: 'step', x: 1 },
};
const rightGuess = { chain: 2, relu: 0, step: 2 } as const;

export function ActivationsPage() {
  const texts = inLanguage(activationsTexts);
  const state = usePageState(activationsSchema);
  const settings = state.value;
  const training = useTraining<ActivationsSettings, ActivationsSnapshot>({
    trainer: 'activations',
    state,
    suited: 'cpu',
  });
  const snapshot = training.snapshot.value;
  const entrance = useEntrance(snapshot !== undefined, -4, settings.x);
  const [phase, setPhase] = useState(0); // ten forward, ten backward
  const change = (changes: Partial<ActivationsSettings>) => {
    entrance.end();
    state.change(changes);
  };
  const x = entrance.value ?? settings.x;
  const layer = phase < chainLength ? phase : 2 * chainLength - 1 - phase;
  const chain = settings.chain && snapshot ? snapshot.chains[settings.fn] : [];
  const curve = snapshot?.curves[settings.fn];
  const flats = useMemo(() => (curve ? flatParts(curve, plotRange, saturated) : []), [curve]);
  const derivative = curve?.derivatives[curveIndex(x, plotRange)];
  const words = {
    sigmoid: { set: () => change({ fn: 'sigmoid' }) },
    relu: { set: () => change({ fn: 'relu' }) },
    gelu: { set: () => change({ fn: 'gelu' }) },
    step: { set: () => change({ fn: 'step' }) },
    below: { set: () => change({ fn: 'relu', x: -1 }) },
    large: { set: () => change({ w: 1.5 }), lights: 'w' },
  };
  const legend = [
    ['value', '--series-1', '', texts.value, curve?.values[curveIndex(x, plotRange)]],
    ['derivative', '--series-2', '7 5', texts.derivative, derivative],
    ['tangent', '--ink', '', texts.tangent, undefined],
  ] as const;
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} />
      <Workbench
        picture={
          <Card>
            <div class="activations-picture">
              {snapshot && curve && (
                <FunctionPlot
                  range={plotRange}
                  curve={curve}
                  x={x}
                  onX={(next) => change({ x: next })}
                  label={texts.x}
                  valueText={texts.at(
                    texts.names[settings.fn],
                    formatNumber(x, 2),
                    formatNumber(curve.values[curveIndex(x, plotRange)]!, 3),
                    formatNumber(curve.derivatives[curveIndex(x, plotRange)]!, 3),
                  )}
                  shaded={flats}
                  shadedText={texts.saturated}
                  dots={chain.map(({ z, h }) => [z, h] as const)}
                  looked={layer > 0 ? layer : undefined}
                />
              )}
              <ul class="legend legend--centered">
                {legend.map(([name, color, dash, label, number]) => (
                  <li key={name} {...lighting(name)}>
                    <svg class="legend__line" viewBox="0 0 26 12" aria-hidden="true">
                      <path d="M1 6H25" stroke={`var(${color})`} stroke-width="3" stroke-dasharray={dash} />
                    </svg>
                    {label}
                    {number !== undefined && <strong class="numbers">{formatNumber(number, 3)}</strong>}
                  </li>
                ))}
              </ul>
              {chain.length > 0 && (
                <div>
                  <p class="activations-rows" aria-hidden="true">
                    <span>{texts.forward}</span>
                    <span>{texts.backward}</span>
                  </p>
                  <ChainView
                    chain={chain}
                    layer={layer}
                    isBackward={phase >= chainLength}
                    onLayer={(at) => setPhase(phase < chainLength ? at : 2 * chainLength - 1 - at)}
                  />
                </div>
              )}
            </div>
          </Card>
        }
        stage={
          snapshot && (
            <LookInside
              settings={settings}
              x={x}
              curve={snapshot.curves[settings.fn]}
              chain={chain}
              phase={phase}
              onPhase={setPhase}
            />
          )
        }
        guide={
          <Guide
            question={texts.question}
            steps={stepNames.map((name) => {
              const predict = texts.predictions[name as keyof typeof texts.predictions];
              const verdict = judge(name, settings, snapshot, entrance.value === undefined);
              return {
                title: texts.steps[name].title,
                text: <Woven text={texts.steps[name].text} words={words} />,
                ...(name === 'chain' && { lookFor: texts.steps.chain.look }),
                set: () => change(stepSettings[name]),
                verdict,
                ...(predict && {
                  predict: {
                    question: predict.question,
                    choices: predict.choices,
                    answer: settings.chain ? rightGuess[name as keyof typeof rightGuess] : undefined,
                    why: predict.because,
                    onChoose: () => change({ chain: true }),
                  },
                }),
              };
            })}
          />
        }
        controls={
          <>
            <Card title={texts.function}>
              {snapshot && (
                <Gallery
                  fn={settings.fn}
                  curves={snapshot.curves}
                  version={snapshot.settings.a}
                  chains={settings.chain ? snapshot.chains : undefined}
                  onChoose={(fn) => change({ fn })}
                />
              )}
              {hasFactor(settings.fn) && (
                <Slider
                  label={texts.factor}
                  value={settings.a}
                  min={0}
                  max={1}
                  step={0.05}
                  onChange={(a) => change({ a })}
                />
              )}
            </Card>
            <Card title={inLanguage(terms).network}>
              <Switch
                label={texts.chain}
                hint={texts.chainHint}
                checked={settings.chain}
                onChange={(checked) => change({ chain: checked })}
              />
              <Lit name="w">
                <Slider
                  label={texts.weight}
                  value={settings.w}
                  min={-3}
                  max={3}
                  step={0.1}
                  disabled={!settings.chain}
                  onChange={(w) => change({ w })}
                />
              </Lit>
            </Card>
          </>
        }
        below={<Explanation parts={[texts.explain.chain, texts.explain.deep, texts.explain.here]} />}
      />
    </PageLayout>
  );
}

/** Judges what is seen, in the words of a step. */
function judge(
  name: StepName,
  { fn, x, chain, w }: ActivationsSettings,
  snapshot: ActivationsSnapshot | undefined,
  isSet: boolean,
): Verdict {
  const texts = inLanguage(activationsTexts).verdict;
  const curve = snapshot?.curves[fn];
  const derivative = curve?.derivatives[curveIndex(x, plotRange)] ?? Number.NaN;
  if (name === 'read') {
    const isFlat = isSet && Math.abs(derivative) < saturated;
    return isFlat
      ? { kind: 'good', text: texts.flat(formatNumber(x, 2), formatNumber(derivative, 3)) }
      : { kind: 'open', text: texts.look(formatNumber(derivative, 3)) };
  }
  if (!chain) return { kind: 'open', text: texts.guess };
  const gradient = Math.abs(snapshot?.chains[fn][0]?.gradient ?? Number.NaN);
  const size = formatShort(gradient);
  if (fn === 'step') return { kind: name === 'step' ? 'good' : 'open', text: texts.nothing };
  if (gradient > 5) return { kind: 'bad', text: texts.explodes(size) };
  if (gradient === 0 && fn === 'relu') return { kind: name === 'relu' ? 'good' : 'bad', text: texts.dead };
  if (name === 'relu' && fn === 'relu') return { kind: 'open', text: texts.whole };
  if (name === 'weights' && gradient > 0.5 && gradient < 2)
    return { kind: 'good', text: texts.balanced(formatNumber(w, 1)) };
  if (gradient < 1e-3) return { kind: name === 'chain' ? 'good' : 'bad', text: texts.vanishes(size) };
  return { kind: 'open', text: texts.arrives(size) };
}
