import { ArrowDown, Pause, Play } from 'lucide-preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Guide } from '../../guide/guide.js';
import { Lit, lighting } from '../../guide/light.js';
import { Woven } from '../../guide/woven.js';
import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { OpGraph, type OpNode } from '../../network/op-graph.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import '../../signs/signs.css';
import { prefersReducedMotion } from '../../theme/theme.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Slider } from '../../ui/slider.js';
import type { Verdict } from '../../ui/verdict.js';
import { useTraining } from '../../worker/use-training.js';
import { agrees, gradientsUntil, operationsOf, phaseCount, phasePlace } from './chain-rule.js';
import { ExpressionField } from './expression-field.js';
import { formulaOf, LookInside, shareOf, signOf } from './look-inside.js';
import './main.css';
import { type Plan, parse } from './parse.js';
import { type AutogradSettings, autogradSchema, valueRange, variableValue } from './settings.js';
import { autogradTexts } from './texts.js';
import type { AutogradSnapshot } from './train.js';

const stepNames = ['product', 'cube', 'sum', 'detach', 'neuron'] as const;
type StepName = (typeof stepNames)[number];

/** What each step sets. */
const stepSettings: Readonly<Record<StepName, AutogradSettings>> = {
  product: autogradSchema.initial,
  cube: { e: 'x^3', v: { x: 5 } },
  sum: { e: 'x*x + x', v: { x: 3 } },
  detach: { e: 'detach(x) * x', v: { x: 3 } },
  neuron: { e: '(sigmoid(w*x + b) - y)^2', v: { w: -1, x: 2, b: 0.5, y: 1 } },
};
const rightGuess = { product: 1, cube: 1, sum: 2, detach: 1 } as const;
const rate = 0.5;
const phaseMs = 900;

export function AutogradPage() {
  const texts = inLanguage(autogradTexts);
  const state = usePageState(autogradSchema);
  const settings = state.value;
  const training = useTraining<AutogradSettings, AutogradSnapshot>({
    trainer: 'autograd',
    state,
    suited: 'cpu',
  });
  const latest = training.snapshot.value;
  const plan = useMemo(() => parse(settings.e) as Plan, [settings.e]); // the address holds readable ones alone
  const snapshot = latest?.settings.e === settings.e ? latest : undefined;
  const last = phaseCount(plan) - 1;
  const [phase, setPhase] = useState(prefersReducedMotion() ? last : 0);
  const [isPlaying, setPlaying] = useState(!prefersReducedMotion());
  const [looked, setLooked] = useState<number | undefined>();
  const shown = Math.min(phase, last);
  const isOver = shown === last;
  useEffect(() => {
    if (!isPlaying || !snapshot) return;
    const timer = setTimeout(() => {
      if (phase >= last) setPlaying(false);
      else setPhase(phase + 1);
    }, phaseMs);
    return () => clearTimeout(timer);
  }, [isPlaying, phase, last, snapshot !== undefined]);
  const play = (from = 0) => {
    setPhase(prefersReducedMotion() ? last : from);
    setPlaying(!prefersReducedMotion());
  };
  const write = (next: AutogradSettings) => {
    state.change(next);
    setLooked(undefined);
    play();
  };
  const setValues = (values: Readonly<Record<string, number>>) => {
    state.change({ v: { ...settings.v, ...values } });
    setPlaying(false);
    setPhase(last);
  };
  const stepDown = () => {
    if (!snapshot) return;
    const chosen = plan.variables.filter((name) => /^[wb]/.test(name));
    const moved = chosen.length > 0 ? chosen : plan.variables;
    setValues(
      Object.fromEntries(
        moved.map((name) => {
          const at = plan.nodes.findIndex((node) => node.kind === 'variable' && node.name === name);
          const next = variableValue(settings, name) - rate * (snapshot.gradients[at] || 0);
          return [name, Math.min(Math.max(next, valueRange[0]), valueRange[1])];
        }),
      ),
    );
  };
  const byHand = snapshot && gradientsUntil(plan, snapshot, shown);
  const place = phasePlace(plan, shown);
  const woven = {
    five: { set: () => setValues({ x: 5 }), lights: 'x' },
    thrice: { lights: 'x' },
    detach: { set: () => write(stepSettings.detach) },
    square: { set: () => write({ e: 'x * x', v: { x: 3 } }) },
    down: { set: stepDown },
  };
  const verdict = judge(plan, snapshot, byHand, isOver, isPlaying, settings);
  const isAt = (name: StepName) => settings.e === stepSettings[name].e;
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} />
      <Workbench
        picture={
          <Card>
            <div class="autograd-picture">
              <ExpressionField
                expression={settings.e}
                onChange={(e) => {
                  state.change({ e });
                  setLooked(undefined);
                  play();
                }}
              />
              {snapshot && byHand && (
                <OpGraph
                  label={texts.graph(settings.e)}
                  nodes={plan.nodes.map((_, i) => drawn(plan, snapshot, byHand, shown, i))}
                  active={isOver && !isPlaying ? undefined : place.node}
                  direction={place.direction === 'forward' ? 'forward' : 'backward'}
                  looked={looked}
                  onLook={setLooked}
                />
              )}
              <div class="autograd-slow slider">
                <Button
                  icon={isPlaying ? Pause : Play}
                  onClick={() => (isPlaying ? setPlaying(false) : play(isOver ? 0 : shown))}
                >
                  {isPlaying ? texts.slow.pause : texts.slow.play}
                </Button>
                <input
                  type="range"
                  min={0}
                  max={last}
                  step={1}
                  value={shown}
                  aria-label={texts.slow.title}
                  aria-valuetext={snapshot ? sentenceOf(plan, snapshot, byHand!, shown) : ''}
                  style={{ '--fill': `${(100 * shown) / last}%` }}
                  onInput={(event) => {
                    setPlaying(false);
                    setPhase(event.currentTarget.valueAsNumber);
                  }}
                />
              </div>
              <p class="autograd-sentence numbers">
                {snapshot && sentenceOf(plan, snapshot, byHand!, shown)}
              </p>
              <ul class="autograd-legend">
                {(['value', 'gradient', 'derivative'] as const).map((name) => (
                  <li key={name} class={`autograd-legend__${name}`} {...lighting(name)}>
                    {texts[name]}
                  </li>
                ))}
              </ul>
            </div>
          </Card>
        }
        stage={
          snapshot &&
          (looked !== undefined && plan.nodes[looked] ? (
            <LookInside plan={plan} snapshot={snapshot} node={looked} />
          ) : (
            <Card>
              <p class="card__note">{texts.insideHint}</p>
            </Card>
          ))
        }
        guide={
          <Guide
            question={texts.question}
            steps={stepNames.map((name) => {
              const predict = texts.predictions[name as keyof typeof texts.predictions];
              const isKnown = isOver && isAt(name) && snapshot !== undefined;
              return {
                title: texts.steps[name].title,
                text: <Woven text={texts.steps[name].text} words={woven} />,
                lookFor: texts.steps[name].look,
                set: () => {
                  write(stepSettings[name]);
                  if (predict) setPlaying(false);
                },
                verdict:
                  name === 'neuron'
                    ? judgeLoss(isAt(name), snapshot, verdict)
                    : isAt(name) || name === 'product'
                      ? verdict
                      : { ...verdict, kind: 'open' as const },
                ...(predict && {
                  predict: {
                    question: predict.question,
                    choices: predict.choices,
                    answer: isKnown ? rightGuess[name as keyof typeof rightGuess] : undefined,
                    why: predict.because,
                    onChoose: () => play(),
                  },
                }),
              };
            })}
          />
        }
        controls={
          <Card title={texts.values}>
            {plan.variables.map((name) => (
              <Lit key={name} name={name}>
                <Slider
                  label={name}
                  value={variableValue(settings, name)}
                  min={valueRange[0]}
                  max={valueRange[1]}
                  step={0.1}
                  onChange={(value) => setValues({ [name]: Number(value.toFixed(1)) })}
                />
              </Lit>
            ))}
            <Button icon={ArrowDown} onClick={stepDown}>
              {texts.down}
            </Button>
            <p class="field__hint">{texts.downHint}</p>
          </Card>
        }
        below={<Explanation parts={[texts.explain.chain, texts.explain.reverse, texts.explain.here]} />}
      />
    </PageLayout>
  );
}

/** A node as it is drawn in a phase. */
function drawn(
  plan: Plan,
  snapshot: AutogradSnapshot,
  byHand: readonly number[],
  phase: number,
  at: number,
): OpNode {
  const texts = inLanguage(autogradTexts);
  const node = plan.nodes[at]!;
  const order = operationsOf(plan);
  const isComputed = node.kind !== 'operation' || order.indexOf(at) < phase;
  const hasHanded = node.kind === 'operation' && phase > 2 * order.length - order.indexOf(at);
  const write = (value: number) => (Number.isNaN(value) ? '' : formatBrief(value));
  const value = isComputed ? formatBrief(snapshot.values[at]!) : '';
  const gradient = Number.isNaN(snapshot.gradients[at]!) ? '' : write(byHand[at]!);
  const sign = signOf(plan, at);
  return {
    kind: node.kind,
    sign,
    inputs: node.kind === 'operation' ? node.inputs : [],
    value: node.kind === 'number' ? '' : value,
    gradient,
    derivatives: hasHanded
      ? snapshot.locals[at]!.map((local) => (Number.isNaN(local) ? '' : `×${write(local)}`))
      : [],
    label: texts.node(sign, value || '–', gradient || '–'),
  };
}

/** What happens in a phase, in words. */
function sentenceOf(
  plan: Plan,
  snapshot: AutogradSnapshot,
  byHand: readonly number[],
  phase: number,
): string {
  const texts = inLanguage(autogradTexts).slow;
  const { direction, node: at } = phasePlace(plan, phase);
  if (at === undefined) return texts.begin;
  if (direction === 'forward') return texts.forward(formulaOf(plan, snapshot, at));
  if (direction === 'start') return texts.start;
  const node = plan.nodes[at]!;
  const inputs = node.kind === 'operation' ? node.inputs : [];
  const parts = inputs.flatMap((input, k) => {
    const local = snapshot.locals[at]![k]!;
    if (Number.isNaN(local) || Number.isNaN(snapshot.gradients[at]!)) return [];
    return [texts.to(signOf(plan, input), shareOf(local, byHand[at]!))];
  });
  return parts.length > 0
    ? texts.backward(signOf(plan, at), parts.join(texts.and))
    : texts.nothing(signOf(plan, at));
}

/** Judges what is seen: good once all gradients have arrived and agree with autograd's. */
function judge(
  plan: Plan,
  snapshot: AutogradSnapshot | undefined,
  byHand: readonly number[] | undefined,
  isOver: boolean,
  isPlaying: boolean,
  settings: AutogradSettings,
): Verdict {
  const { verdict: texts, gradientOf } = inLanguage(autogradTexts);
  if (!snapshot || !byHand || !isOver)
    return {
      kind: 'open',
      text: isPlaying || settings.e === autogradSchema.initial.e ? texts.flowing : texts.guess,
    };
  if (!agrees(byHand, snapshot)) return { kind: 'bad', text: texts.differs };
  const gradients = plan.nodes.flatMap((node, i) =>
    node.kind === 'variable' ? [gradientOf(node.name, formatBrief(snapshot.gradients[i] || 0))] : [],
  );
  return { kind: 'good', text: texts.agrees(formatBrief(snapshot.values.at(-1)!), gradients.join(', ')) };
}

/** Judges the neuron: good once its loss is small. */
function judgeLoss(isNeuron: boolean, snapshot: AutogradSnapshot | undefined, verdict: Verdict): Verdict {
  const { verdict: texts } = inLanguage(autogradTexts);
  if (!isNeuron || !snapshot) return { ...verdict, kind: 'open' };
  const loss = snapshot.values.at(-1)!;
  return loss < 0.01
    ? { kind: 'good', text: texts.learned(formatNumber(loss, 4)) }
    : { kind: 'open', text: texts.loss(formatNumber(loss, 4)) };
}
