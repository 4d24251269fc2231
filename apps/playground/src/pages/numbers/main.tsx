import { CircleCheck, CircleX, Shuffle } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AttentionPlace } from '../../attention/attention-view.js';
import { HeadLegend } from '../../attention/head-legend.js';
import { LineChart } from '../../charts/line-chart.js';
import { Guide } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { Lit } from '../../guide/light.js';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { bound } from '../../ui/bound.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { NumberField } from '../../ui/number-field.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { Slider } from '../../ui/slider.js';
import { useTraining } from '../../worker/use-training.js';
import { answerOf, isRight, judge, presets, stepNames } from './judge.js';
import './main.css';
import {
  heads,
  isHeldOut,
  lookSchema,
  mostDigits,
  type NumbersLook,
  type NumbersSettings,
  numbersSchema,
} from './settings.js';
import { numbersTexts } from './texts.js';
import type { NumbersSnapshot } from './train.js';
import { useWritten } from './use-written.js';
import { WrittenView } from './written-view.js';

export function NumbersPage() {
  const texts = inLanguage(numbersTexts);
  const words = inLanguage(terms);
  const state = usePageState(numbersSchema);
  const view = usePageState(lookSchema);
  const settings = state.value;
  const look = view.value;
  const training = useTraining<NumbersSettings, NumbersSnapshot>({
    trainer: 'numbers',
    state,
    suited: 'wasm',
  });
  useAutoStart(training);
  const latest = training.snapshot.value;
  const snapshot =
    latest?.settings.direction === settings.direction && latest.settings.words === settings.words
      ? latest
      : undefined;
  const [pointed, setPointed] = useState<AttentionPlace | undefined>();
  const writing = useWritten(snapshot?.shown, pointed !== undefined);
  const change = (changes: Partial<NumbersSettings>) => {
    setPointed(undefined);
    state.change(changes);
  };
  const begin = (changes: Partial<NumbersSettings>) => {
    change(changes);
    if (training.status.peek() !== 'running') training.start();
  };
  const lookAt = (changes: Partial<NumbersLook>) => {
    setPointed(undefined);
    view.change(changes);
  };
  const set = bound(settings, begin);
  const other = () => change({ shown: anyUnseen(settings.digits) });
  const woven = {
    other: { set: other, lights: 'number' },
    lines: { set: () => lookAt({ look: 'lines' }) },
    matrix: { set: () => lookAt({ look: 'matrix' }) },
    longer: { set: () => change({ shown: 57683 }), lights: 'number' },
    six: { set: () => begin({ digits: 6 }), lights: 'digits' },
    english: { set: () => begin({ words: 'en' }) },
  };
  const guide = stepNames.map((name) =>
    guideStep(texts.steps[name], {
      words: woven,
      set: () => {
        begin(name === 'longer' ? { ...presets.longer, shown: 7683 } : presets[name]);
        lookAt({ kind: 'cross', head: 0 });
      },
      verdict: judge(name, snapshot),
      ...('question' in texts.steps[name] && {
        predict: { answer: answerOf(name, snapshot), onChoose: () => begin(presets[name]) },
      }),
    }),
  );
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.step} />
      <Workbench
        picture={
          <Card>
            {snapshot && writing && (
              <div class="numbers-picture">
                <p class={`numbers-line numbers-line--${isRight(writing.shown) ? 'good' : 'bad'}`}>
                  <span>{writing.shown.source.join(settings.direction === 'words' ? '' : ' ')} →</span>
                  <span>
                    {writing.shown.written
                      .slice(0, writing.count)
                      .join(settings.direction === 'words' ? ' ' : '')}
                  </span>
                  {writing.count >= writing.shown.written.length &&
                    (isRight(writing.shown) ? (
                      <CircleCheck size={18} aria-label={texts.right} />
                    ) : (
                      <CircleX size={18} aria-label={texts.wrong} />
                    ))}
                </p>
                <WrittenView writing={writing} look={look} pointed={pointed} onPoint={setPointed} />
              </div>
            )}
          </Card>
        }
        guide={<Guide question={texts.question} steps={guide} />}
        controls={
          <>
            <Card title={texts.number}>
              <Lit name="number">
                <NumberField
                  label={texts.shown}
                  min={0}
                  max={10 ** mostDigits - 1}
                  value={settings.shown}
                  onChange={(shown) => change({ shown })}
                  hint={
                    isHeldOut(settings.shown) || settings.shown >= 10 ** settings.digits
                      ? texts.unseen
                      : texts.seen
                  }
                />
              </Lit>
              <Button icon={Shuffle} onClick={other}>
                {texts.other}
              </Button>
            </Card>
            <Card title={texts.view}>
              <Segmented
                label={texts.view}
                hideLabel
                value={look.look}
                choices={texts.looks}
                onChange={(value) => lookAt({ look: value })}
              />
              <Segmented
                label={texts.head}
                value={look.head}
                choices={Array.from({ length: heads + 1 }, (_, value) => ({
                  value,
                  label: value === 0 ? texts.allHeads : formatNumber(value),
                }))}
                onChange={(head) => lookAt({ head })}
              />
              {look.look === 'lines' && <HeadLegend heads={heads} />}
              <Select
                label={texts.kind}
                value={look.kind}
                choices={texts.kinds}
                onChange={(kind) => lookAt({ kind })}
              />
            </Card>
            <Card title={texts.task}>
              <Segmented label={texts.direction} choices={texts.directions} {...set('direction')} />
              <Segmented label={texts.language} choices={texts.languages} {...set('words')} />
              <Lit name="digits">
                <Slider label={texts.digits} min={3} max={mostDigits} step={1} {...set('digits')} />
              </Lit>
            </Card>
          </>
        }
        below={
          <>
            <Card title={texts.curves}>
              <LineChart
                label={texts.curves}
                x={snapshot?.curves.x ?? []}
                series={[
                  { name: texts.curveOf.loss, color: '--train', values: snapshot?.curves.y.loss ?? [] },
                  { name: texts.curveOf.heldOut, color: '--test', values: snapshot?.curves.y.heldOut ?? [] },
                ]}
                range={[0, undefined]}
              />
            </Card>
            <Explanation parts={[texts.explain.how, texts.explain.weights, texts.explain.size]} />
          </>
        }
      />
    </PageLayout>
  );
}

/** A number with all digits that it may have, of those that it does not learn. */
function anyUnseen(digits: number): number {
  const least = 10 ** (digits - 1);
  for (;;) {
    const n = least + Math.floor(Math.random() * 9 * least);
    if (isHeldOut(n)) return n;
  }
}
