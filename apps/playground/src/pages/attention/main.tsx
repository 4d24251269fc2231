import { useState } from 'preact/hooks';
import { type AttentionPlace, AttentionView, colorCount, meanOf } from '../../attention/attention-view.js';
import { HeadLegend } from '../../attention/head-legend.js';
import { Guide } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { Lit } from '../../guide/light.js';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { PublishedModel } from '../../published/published-model.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { Slider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { useTraining } from '../../worker/use-training.js';
import { Inside } from './inside.js';
import { answerOf, judge, presets, type StepName, stepNames } from './judge.js';
import '../../ui/text-input.css';
import './main.css';
import {
  type AttentionLook,
  type AttentionSettings,
  attentionSchema,
  heads,
  layers,
  lookSchema,
  mostCharacters,
  mostPublished,
} from './settings.js';
import { attentionTexts } from './texts.js';
import type { AttentionSnapshot } from './train.js';

export function AttentionPage() {
  const texts = inLanguage(attentionTexts);
  const state = usePageState(attentionSchema);
  const view = usePageState(lookSchema);
  const settings = state.value;
  const { look } = view.value;
  const training = useTraining<AttentionSettings, AttentionSnapshot>({
    trainer: 'attention',
    state,
    suited: 'wasm',
  });
  const snapshot = training.snapshot.value;
  const [place, setPlace] = useState<AttentionPlace | undefined>();
  const [met, setMet] = useState<ReadonlySet<number>>(new Set());
  const change = (changes: Partial<AttentionSettings>) => state.change(changes);
  const lookAt = (changes: Partial<AttentionLook>) => view.change(changes);
  const point = (next: AttentionPlace | undefined) => {
    if (!next) return; // what was pointed at stays
    setPlace(next);
    if (!met.has(next.row)) setMet(new Set([...met, next.row]));
  };
  const tokens = snapshot?.tokens.map(shownToken) ?? [];
  const row = Math.min(place?.row ?? tokens.length - 1, tokens.length - 1);
  const layerCount = snapshot?.layers.length ?? layers;
  const layer = Math.min((snapshot?.settings ?? settings).layer, layerCount);
  const numbers = snapshot?.layers[layer - 1];
  const headCount = numbers?.weights.length ?? heads;
  const head = Math.min(view.value.head, headCount);
  const chosen = Array.from({ length: headCount }, (_, i) => i).filter((i) => head === 0 || head === i + 1);
  const weights = numbers ? chosen.map((i) => numbers.weights[i]!) : [];
  const isCausal = snapshot?.isCausal ?? true;
  const column = place?.column !== undefined && place.column < tokens.length ? place.column : undefined;
  const isOut = column !== undefined && isCausal && column > row;
  const at = { row, column: isOut ? undefined : column };
  const shares = tokens.map((token, j) => ({ token, j, share: meanOf(weights, row, j) }));
  const most = shares.toSorted((a, b) => b.share - a.share);
  const named = at.column === undefined ? most.slice(0, 3) : shares.filter(({ j }) => j === at.column);
  const woven = {
    lines: { set: () => lookAt({ look: 'lines' }) },
    matrix: { set: () => lookAt({ look: 'matrix' }) },
    second: { set: () => change({ layer: 2 }), lights: 'layer' },
    each: {
      set: () => {
        change({ layer: 1 });
        lookAt({ look: 'matrix', head: (head % headCount) + 1 });
      },
      lights: 'head',
    },
    mask: { set: () => change({ causal: true }), lights: 'mask' },
    open: { set: () => change({ causal: false }), lights: 'mask' },
    banana: { set: () => change({ text: 'banana banana banana' }) },
  };
  const guide = stepNames.map((name: StepName) =>
    guideStep(texts.steps[name], {
      words: woven,
      set: () => {
        setMet(new Set());
        setPlace(undefined);
        change(name === 'mask' ? { ...presets.mask, causal: true } : presets[name]);
        lookAt({ head: 0, look: name === 'mask' ? 'matrix' : 'lines' });
      },
      verdict: judge(name, snapshot, met.size),
      ...('question' in texts.steps[name] && {
        predict: { answer: answerOf(name, snapshot), onChoose: () => change(presets[name]) },
      }),
    }),
  );
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} />
      <Workbench
        picture={
          <Card>
            <div class="attention-picture">
              <label class="field">
                <span class="field__label">{texts.text}</span>
                <input
                  class="text-input"
                  type="text"
                  maxLength={snapshot?.isPublished ? mostPublished : mostCharacters}
                  spellcheck={false}
                  autocomplete="off"
                  value={settings.text}
                  onInput={(event) => {
                    setPlace(undefined);
                    change({ text: event.currentTarget.value });
                  }}
                />
              </label>
              {snapshot && tokens.length > 0 && (
                <>
                  <AttentionView
                    label={texts.picture(snapshot.tokens.join(''), formatNumber(layer))}
                    queries={tokens}
                    keys={tokens}
                    weights={weights}
                    colors={chosen}
                    look={look}
                    at={at}
                    isMasked={isCausal ? (i, j) => j > i : undefined}
                    onPoint={point}
                  />
                  <p class="attention-detail numbers">
                    {texts.looksAt(tokens[row]!)}{' '}
                    {named.map(({ token, share, j }, i) => (
                      <span key={j}>
                        {i > 0 && ', '}
                        <strong>{token}</strong> {formatPercent(share)}
                      </span>
                    ))}
                    {snapshot.next.length > 0 && (
                      <>
                        {' · '}
                        {texts.expects}{' '}
                        {snapshot.next[row]?.map(({ token, share }, i) => (
                          <span key={token}>
                            {i > 0 && ', '}
                            <strong>{shownToken(token)}</strong> {formatPercent(share)}
                          </span>
                        ))}
                      </>
                    )}
                  </p>
                </>
              )}
            </div>
          </Card>
        }
        stage={
          numbers && (
            <Inside
              tokens={tokens}
              layer={numbers}
              head={head || 1}
              isCausal={isCausal}
              at={{ row, column: at.column ?? strongest(numbers.weights[(head || 1) - 1]![row]!) }}
              onPoint={point}
            />
          )
        }
        guide={<Guide question={texts.question} steps={guide} />}
        controls={
          <>
            <Card title={texts.view}>
              <Segmented
                label={texts.view}
                hideLabel
                value={look}
                choices={texts.looks}
                onChange={(value) => lookAt({ look: value })}
              />
              <Lit name="layer">
                <Choice
                  label={texts.layer}
                  value={Math.min(settings.layer, layerCount)}
                  least={1}
                  most={layerCount}
                  onChange={(value) => change({ layer: value })}
                />
              </Lit>
              <Lit name="head">
                <Choice
                  label={texts.head}
                  value={head}
                  least={0}
                  most={headCount}
                  onChange={(value) => lookAt({ head: value })}
                />
              </Lit>
              {look === 'lines' && headCount <= colorCount && <HeadLegend heads={headCount} />}
              {snapshot?.hasMask !== false && (
                <Lit name="mask">
                  <Switch
                    label={texts.mask}
                    hint={texts.maskHint}
                    checked={settings.causal}
                    onChange={(causal) => change({ causal })}
                  />
                </Lit>
              )}
            </Card>
            {snapshot?.loaded && (
              <Card title={texts.reader}>
                <Segmented
                  label={texts.reader}
                  hideLabel
                  value={snapshot.isPublished ? 'published' : 'page'}
                  choices={texts.readers}
                  hint={texts.verdict.loaded(snapshot.loaded)}
                  onChange={(model) => change({ model })}
                />
              </Card>
            )}
            <PublishedModel
              training={training}
              example="distilbert/distilgpt2"
              onLoaded={() => change({ model: 'published', layer: 1 })}
            />
          </>
        }
        below={<Explanation parts={[texts.explain.vectors, texts.explain.mask, texts.explain.network]} />}
      />
    </PageLayout>
  );
}

/** A token as it is shown. */
const shownToken = (token: string): string => token.replaceAll(' ', '␣').replaceAll('\n', '↵');

/** Settings of {@link Choice}. */
interface ChoiceProps {
  readonly label: string;
  readonly value: number;
  /** 0 is all of them. */
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

/** One of some layers or heads: as buttons where there are few. */
function Choice({ label, value, least, most, onChange }: ChoiceProps) {
  const { allHeads } = inLanguage(attentionTexts);
  const format = (one: number): string => (one === 0 ? allHeads : formatNumber(one));
  if (most > 4)
    return (
      <Slider
        label={label}
        value={value}
        min={least}
        max={most}
        step={1}
        format={format}
        onChange={onChange}
      />
    );
  const choices = Array.from({ length: most - least + 1 }, (_, i) => ({
    value: least + i,
    label: format(least + i),
  }));
  return <Segmented label={label} value={value} choices={choices} onChange={onChange} />;
}

/** The place of the largest weight. */
const strongest = (row: readonly number[]): number => row.indexOf(Math.max(...row));
