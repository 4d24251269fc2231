import { PenLine } from 'lucide-preact';
import { useState } from 'preact/hooks';
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
import { bound } from '../../ui/bound.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { Slider, StopSlider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { useTraining } from '../../worker/use-training.js';
import { LossCard } from '../../writing/loss-card.js';
import { NextToken } from '../../writing/next-token.js';
import { OwnText } from '../../writing/own-text.js';
import { TextView } from '../../writing/text-view.js';
import { useWriting } from '../../writing/use-writing.js';
import { answerOf, judge, type Seen, type StepName, stepNames } from './judge.js';
import { UnitCard } from './look-inside.js';
import './main.css';
import {
  type KnowledgeName,
  lookSchema,
  most,
  type TextName,
  textNames,
  type WritingSettings,
  writingSchema,
} from './settings.js';
import { writingTexts } from './texts.js';
import type { FoundUnit, WritingSnapshot, Written, WrittenPart } from './train.js';

const rates = [0.0003, 0.001, 0.003, 0.01, 0.03];
const prompts: Readonly<Record<TextName, string>> = { quijote: 'En un ', sonnets: 'When ', own: '' };
const length = 300;
const [usualMs, slowMs] = [25, 700];

/** What each step sets. */
const stepSettings: Readonly<Record<StepName, Partial<WritingSettings>>> = {
  temperature: writingSchema.initial,
  scratch: { from: 'random', temperature: 0.8, rate: 0.01 },
  heart: { from: 'trained', temperature: 0.6, rate: 0.003 },
  unit: { temperature: 0.6 },
  own: {},
};

export function WritingPage() {
  const texts = inLanguage(writingTexts);
  const words = inLanguage(terms);
  const state = usePageState(writingSchema);
  const look = usePageState(lookSchema);
  const settings = state.value;
  const { unit } = look.value;
  const training = useTraining<WritingSettings, WritingSnapshot>({
    trainer: 'writing',
    state,
    suited: 'wasm',
  });
  const snapshot = training.snapshot.value;
  const steps = training.steps.value;
  const [pointed, setPointed] = useState<number | undefined>();
  const [isHeld, setHeld] = useState(false);
  const [isSlow, setSlow] = useState(false);
  const [prompt, setPrompt] = useState<string | undefined>();
  const [round, setRound] = useState(0);
  const [found, setFound] = useState<FoundUnit | undefined>();
  const begun = prompt ?? prompts[settings.text];
  const isResting = training.status.value !== 'running';
  const parts = useWriting<WrittenPart>(training, {
    prompt: begun,
    length,
    paceMs: isSlow ? slowMs : usualMs,
    isHeld,
    key: `${round} ${settings.text} ${settings.from} ${settings.own} ${isResting ? settings.temperature : ''}`,
  });
  const written = parts.map((part, i): Written => ({ ...part, units: parts[i + 1]?.units }));
  const at = Math.min(pointed ?? written.length - 1, written.length - 1);
  const change = (changes: Partial<WritingSettings>) => {
    setPointed(undefined);
    if (changes.text !== undefined) setPrompt(undefined);
    state.change(changes);
  };
  const set = bound(settings, change);
  const writeOn = (character: string) => {
    setPrompt(
      `${begun}${written
        .slice(0, at)
        .map((one) => one.character)
        .join('')}${character}`,
    );
    setPointed(undefined);
  };
  const find = (knowledge: KnowledgeName) => training.ask<FoundUnit>('find', knowledge);
  const searching = (knowledge: KnowledgeName) => ({
    set: () =>
      void find(knowledge).then(
        (result) => {
          setFound(result);
          look.change({ unit: result.unit });
        },
        () => {}, // the network was replaced by another
      ),
    lights: 'unit',
  });
  const woven = {
    hot: { set: () => change({ temperature: 1.5 }), lights: 'temperature' },
    cold: { set: () => change({ temperature: 0.2 }), lights: 'temperature' },
    random: { set: () => change({ from: 'random' }) },
    trained: { set: () => change({ from: 'trained' }) },
    own: { set: () => change({ text: 'own' }) },
    space: searching('space'),
    line: searching('line'),
    word: searching('word'),
  };
  const seen: Seen = { settings, snapshot, written, steps, found };
  const guide = stepNames.map((name) =>
    guideStep(texts.steps[name], {
      words: woven,
      set: () => {
        training.pause();
        setFound(undefined);
        change(stepSettings[name]);
        if (name === 'scratch' || name === 'heart') training.reset();
      },
      verdict: judge(name, seen),
      ...('question' in texts.steps[name] && {
        predict: { answer: answerOf(name, seen), onChoose: () => training.start() },
      }),
    }),
  );
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.step} />
      <Workbench
        picture={
          <Card>
            <div class="writing-picture">
              <Lit name="unit">
                <TextView
                  label={texts.written}
                  prompt={begun}
                  written={written.map(({ character, units }) => ({
                    text: character,
                    background: units && tint(units[unit - 1]!),
                  }))}
                  at={at}
                  onPoint={(next) => {
                    if (next !== undefined) setPointed(next);
                    setHeld(next !== undefined);
                  }}
                />
              </Lit>
              <Lit name="temperature">
                <Slider
                  label={texts.temperature}
                  min={0.1}
                  max={2}
                  step={0.1}
                  {...set('temperature')}
                  format={oneDecimal}
                />
              </Lit>
              {snapshot && (
                <p class="writing-losses numbers">
                  <span>
                    {words.train} <strong>{formatNumber(snapshot.loss, 2)}</strong>
                  </span>
                  <span>
                    {words.heldOut} <strong>{formatNumber(snapshot.heldOut, 2)}</strong>
                  </span>
                </p>
              )}
            </div>
          </Card>
        }
        stage={
          snapshot &&
          written.length > 0 && (
            <>
              <NextCharacter
                alphabet={snapshot.alphabet}
                written={written}
                at={at}
                temperature={settings.temperature}
                onTake={writeOn}
                onAt={setPointed}
              />
              <UnitCard
                written={written}
                at={at}
                unit={unit}
                onUnit={(next) => look.change({ unit: next })}
                find={find}
                onFound={setFound}
              />
            </>
          )
        }
        guide={<Guide question={texts.question} steps={guide} />}
        controls={
          <>
            <Card title={texts.text}>
              <Segmented<TextName>
                label={texts.text}
                hideLabel
                choices={textNames.map((value) => ({ value, label: texts.names[value] }))}
                hint={texts.about[settings.text]}
                {...set('text')}
              />
              {settings.text === 'own' && (
                <OwnText
                  label={texts.names.own}
                  own={settings.own}
                  most={most}
                  onChange={(own) => change({ own })}
                />
              )}
              {snapshot && (
                <p class="field__hint">
                  {texts.size(formatNumber(snapshot.length), formatNumber(snapshot.parameters))}
                </p>
              )}
            </Card>
            <Card title={words.learning}>
              <Segmented
                label={texts.from}
                choices={(['trained', 'random'] as const).map((value) => ({
                  value,
                  label: texts.froms[value],
                }))}
                {...set('from')}
              />
              <StopSlider label={words.learningRate} stops={rates} {...set('rate')} />
            </Card>
            <Card>
              <Switch label={texts.slow} hint={texts.slowHint} checked={isSlow} onChange={setSlow} />
              <Button
                icon={PenLine}
                onClick={() => {
                  setPrompt(undefined);
                  setPointed(undefined);
                  setRound(round + 1);
                }}
              >
                {texts.again}
              </Button>
            </Card>
          </>
        }
        below={
          <>
            <LossCard title={texts.losses} curves={snapshot?.curves} />
            <Explanation parts={[texts.explain.how, texts.explain.loss, texts.explain.units]} />
          </>
        }
      />
    </PageLayout>
  );
}

const oneDecimal = (value: number): string => formatNumber(value, 1);

/** The colour of a unit's value, -1 to 1. */
const tint = (value: number): string =>
  `color-mix(in srgb, var(--${value < 0 ? 'negative' : 'positive'}) ${Math.round(36 * Math.min(Math.abs(value), 1))}%, transparent)`;

const shown = 6;

/** Settings of {@link NextCharacter}. */
interface NextCharacterProps {
  /** The network's characters, in the order of its probabilities. */
  readonly alphabet: readonly string[];
  readonly written: readonly Written[];
  readonly at: number;
  readonly temperature: number;
  readonly onTake: (character: string) => void;
  readonly onAt: (at: number) => void;
}

/** What a character was drawn from. */
function NextCharacter({ alphabet, written, at, temperature, onTake, onAt }: NextCharacterProps) {
  const texts = inLanguage(writingTexts);
  const { character, probabilities } = written[at]!;
  const drawn = alphabet.indexOf(character);
  const order = Array.from(probabilities, (_, token) => token).sort(
    (a, b) => probabilities[b]! - probabilities[a]!,
  );
  const first = order.slice(0, shown);
  const top = first.includes(drawn) ? first : [...first.slice(0, -1), drawn];
  return (
    <NextToken
      title={texts.next}
      label={texts.probabilities}
      hint={texts.formula(formatNumber(temperature, 1))}
      atLabel={texts.at}
      written={written.map((one) => one.character)}
      at={at}
      names={top.map((token) => alphabet[token]!)}
      values={top.map((token) => probabilities[token]!)}
      chosen={top.indexOf(drawn)}
      onTake={(place) => onTake(alphabet[top[place]!]!)}
      onAt={onAt}
    />
  );
}
