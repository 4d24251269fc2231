import { ArrowRight, Check, Eye } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { inLanguage, language } from '../i18n/texts.js';
import { usePageState } from '../shell/page-state.js';
import { integer, type Schema } from '../shell/state-fields.js';
import { shellTexts } from '../shell/texts.js';
import { Button } from '../ui/button.js';
import { type Verdict, VerdictLine } from '../ui/verdict.js';
import './guide.css';
import { Predict, type Prediction } from './predict.js';

/** One step of a guide. */
export interface GuideStep {
  readonly title: string;
  /** What happens here: a string, or {@link Woven} words that set controls. */
  readonly text: ComponentChildren;
  /** What to look for in the picture. */
  readonly lookFor?: string;
  /** Sets the controls, when the step is entered; the first step is the state that the page begins with. */
  readonly set?: () => void;
  /** What the page computes from its state now: good once the step's point is seen. */
  readonly verdict?: Verdict | undefined;
  /** Asked before the step is run. */
  readonly predict?: Prediction;
}

/** Settings of {@link Guide}. */
export interface GuideProps {
  /** The page's question. */
  readonly question: string;
  /** Three to five. */
  readonly steps: readonly GuideStep[];
}

const schema: Schema<{ step: number }> = { initial: { step: 1 }, fields: { step: integer(1, 9) } };

/** The page's question and the steps to its answer, one open at a time; which one stands in the address as `step`. */
export function Guide({ question, steps }: GuideProps) {
  const texts = inLanguage(shellTexts).guide;
  const id = useId();
  const state = usePageState(schema);
  const [entries, setEntries] = useState(0);
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const open = Math.min(state.value.step, steps.length) - 1;
  const { title, text, lookFor, verdict, predict } = steps[open]!;
  const asked = useTimesChanged(predict?.choices);
  const isGood = verdict?.kind === 'good';
  useEffect(() => {
    if (isGood && !done.has(open)) setDone(new Set([...done, open]));
  }, [isGood, open]);
  const enter = (step: number) => {
    state.change({ step: step + 1 });
    setEntries(entries + 1);
    steps[step]!.set?.();
  };
  return (
    <section class="guide" aria-labelledby={id}>
      <h2 id={id} class="guide__question">
        {question}
      </h2>
      <ol class="guide__steps" aria-label={texts.steps}>
        {steps.map((step, i) => (
          <li key={step.title}>
            <button
              type="button"
              class={`guide__number${done.has(i) ? ' guide__number--done' : ''}`}
              aria-current={i === open ? 'step' : undefined}
              aria-label={`${texts.step(String(i + 1))}: ${step.title}${done.has(i) ? `, ${texts.done}` : ''}`}
              title={step.title}
              onClick={() => enter(i)}
            >
              {done.has(i) ? <Check aria-hidden="true" /> : i + 1}
            </button>
          </li>
        ))}
      </ol>
      <div class="guide__open" key={open}>
        <h3 class="guide__title">{title}</h3>
        <p class="guide__text">{text}</p>
        {predict && (
          <Predict key={`${entries} ${asked}`} {...predict} /> // a guess is about these choices, and this time
        )}
        {lookFor && (
          <p class="guide__look">
            <Eye aria-hidden="true" />
            <span>
              <span class="visually-hidden">{texts.lookFor}: </span>
              {lookFor}
            </span>
          </p>
        )}
        {verdict && <VerdictLine verdict={verdict} />}
        {open + 1 < steps.length && (
          <Button icon={ArrowRight} onClick={() => enter(open + 1)}>
            {texts.next(steps[open + 1]!.title)}
          </Button>
        )}
      </div>
    </section>
  );
}

/** How often the choices became others, which they don't in another language. */
function useTimesChanged(choices: readonly string[] = []): number {
  const spoken = language.value;
  const joined = choices.join();
  const last = useRef({ spoken, joined, times: 0 });
  const { spoken: before, joined: old, times } = last.current;
  if (spoken === before && joined !== old) last.current = { spoken, joined, times: times + 1 };
  else last.current = { spoken, joined, times };
  return last.current.times;
}
