import { PenLine, Square } from 'lucide-preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { Guide } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { Lit } from '../../guide/light.js';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { AdaptersCard } from '../../published/adapters-card.js';
import { PublishedModel } from '../../published/published-model.js';
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
import { ChatView } from '../../writing/chat-view.js';
import { LossCard } from '../../writing/loss-card.js';
import { NextToken } from '../../writing/next-token.js';
import { OwnText } from '../../writing/own-text.js';
import { TextView } from '../../writing/text-view.js';
import { useChat } from '../../writing/use-chat.js';
import { useWriting } from '../../writing/use-writing.js';
import { partOfCharacter, type WrittenToken } from '../../writing/written-token.js';
import { answerOf, judge, type Seen, stepNames } from './judge.js';
import '../../ui/text-input.css';
import './main.css';
import { type GptSettings, gptSchema, most, type TextName } from './settings.js';
import { gptTexts } from './texts.js';
import type { GptSnapshot } from './train.js';

const rates = [0.0003, 0.001, 0.003, 0.01, 0.03];
const prompts: Readonly<Record<TextName, string>> = { quijote: 'En un ', sonnets: 'When ', own: '' };
const length = 200; // tokens

export function GptPage() {
  const texts = inLanguage(gptTexts);
  const words = inLanguage(terms);
  const state = usePageState(gptSchema);
  const settings = state.value;
  const training = useTraining<GptSettings, GptSnapshot>({ trainer: 'gpt', state, suited: 'wasm' });
  const snapshot = training.snapshot.value;
  const steps = training.steps.value;
  const [pointed, setPointed] = useState<number | undefined>();
  const [isHeld, setHeld] = useState(false);
  const [isStopped, setStopped] = useState(false);
  const [wantsChat, setChat] = useState(false);
  const [prompt, setPrompt] = useState<string | undefined>();
  const [round, setRound] = useState(0);
  const begun = prompt ?? prompts[settings.text];
  const { temperature, topK, topP } = settings;
  const isChatting = wantsChat && snapshot?.canChat === true;
  const chat = useChat(training, `${snapshot?.loads} ${isChatting}`, length);
  const isResting = training.status.value !== 'running';
  const written = useWriting<WrittenToken>(training, {
    prompt: begun,
    length,
    paceMs: 0,
    isHeld,
    isStopped: isStopped || isChatting,
    key: [
      round,
      settings.text,
      settings.own,
      settings.tokens,
      settings.lora,
      snapshot?.loads,
      isResting && [temperature, topK, topP],
    ].join(),
  });
  const isOver = isStopped || (isResting && written.length >= length);
  const pieces = written.map(({ text }) => text);
  const at = Math.min(pointed ?? written.length - 1, written.length - 1);
  const token = written[at];
  const change = (changes: Partial<GptSettings>) => {
    setPointed(undefined);
    if (changes.text !== undefined && !settings.lora) setPrompt(undefined);
    state.change(changes);
  };
  const set = bound(settings, change);
  const write = (from = prompt) => {
    setPrompt(from);
    setPointed(undefined);
    setStopped(false);
    setRound(round + 1);
  };
  useEffect(() => {
    // A model that was made anew has no weights worth freezing.
    if (settings.lora && snapshot && !snapshot.isAdapting && steps === 0) state.change({ lora: false });
  }, [steps === 0 && snapshot?.isAdapting]);
  const other = settings.text === 'sonnets' ? 'quijote' : 'sonnets';
  const woven = {
    start: { set: () => training.start() },
    cold: { set: () => change({ temperature: 0.3 }), lights: 'temperature' },
    topK: { set: () => change({ topK: 3, topP: 1 }), lights: 'bars' },
    topP: { set: () => change({ topK: 0, topP: 0.9 }), lights: 'bars' },
    lora: { set: () => change({ lora: true, rate: 0.01 }), lights: 'lora' },
    other: { set: () => change({ text: other }) },
    bpe: { set: () => change({ tokens: 'bpe', lora: false }) },
  };
  const seen: Seen = { settings, snapshot, steps, token };
  const guide = stepNames.map((name) =>
    guideStep(texts.steps[name], {
      words: woven,
      verdict: judge(name, seen),
      ...('question' in texts.steps[name] && {
        predict: { answer: answerOf(name, seen), onChoose: () => {} },
      }),
    }),
  );
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.step} />
      <Workbench
        picture={
          <Card>
            <div class="gpt-picture">
              {snapshot?.canChat && (
                <Switch label={texts.chat} hint={texts.chatHint} checked={wantsChat} onChange={setChat} />
              )}
              {isChatting ? (
                <ChatView chat={chat} />
              ) : (
                <TextView
                  label={texts.written}
                  prompt={begun}
                  written={written}
                  at={at}
                  onPoint={(next) => {
                    if (next !== undefined) setPointed(next);
                    setHeld(next !== undefined);
                  }}
                />
              )}
              <div class="gpt-line numbers">
                <span>
                  {words.train} <strong>{loss(snapshot?.loss)}</strong>
                </span>
                <span>
                  {words.heldOut} <strong>{loss(snapshot?.heldOut)}</strong>
                </span>
                <span>
                  <strong>
                    {formatNumber((isChatting ? chat.perSecond : written.at(-1)?.perSecond) ?? 0)}
                  </strong>{' '}
                  {texts.perSecond}
                </span>
                {isChatting ? null : isOver ? (
                  <Button icon={PenLine} onClick={() => write()}>
                    {texts.again}
                  </Button>
                ) : (
                  <Button icon={Square} onClick={() => setStopped(true)}>
                    {texts.stop}
                  </Button>
                )}
              </div>
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
            </div>
          </Card>
        }
        stage={
          token &&
          !isChatting && (
            <NextToken
              title={texts.next}
              label={texts.probabilities}
              hint={texts.formula(oneDecimal(temperature))}
              atLabel={texts.at}
              written={pieces}
              at={at}
              names={token.names}
              values={token.values}
              chosen={token.chosen}
              onTake={(place) => {
                const name = token.names[place]!;
                if (!name.startsWith(partOfCharacter) || name.length === 1)
                  write(begun + pieces.slice(0, at).join('') + name);
              }}
              onAt={setPointed}
            />
          )
        }
        guide={<Guide question={texts.question} steps={guide} />}
        controls={
          <>
            <Card title={texts.text}>
              <Segmented<TextName>
                label={texts.text}
                hideLabel
                choices={texts.names}
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
              {!snapshot?.loaded && (
                <Segmented label={texts.tokens} choices={texts.kinds} {...set('tokens')} />
              )}
            </Card>
            <Card title={words.learning}>
              <StopSlider label={words.learningRate} stops={rates} {...set('rate')} />
              <Lit name="lora">
                <Switch
                  label={texts.lora}
                  hint={texts.loraHint}
                  checked={settings.lora}
                  onChange={(lora) => change({ lora, ...(lora && { rate: 0.01 }) })}
                />
              </Lit>
              {settings.lora && (
                <Slider
                  label={texts.rank}
                  min={1}
                  max={Math.max(16, settings.rank)}
                  step={1}
                  {...set('rank')}
                />
              )}
              {snapshot && (
                <p class="field__hint">
                  {texts.size(
                    formatNumber(snapshot.length),
                    formatNumber(snapshot.parameters),
                    formatNumber(snapshot.trained),
                  )}
                </p>
              )}
            </Card>
            <Card title={texts.drawing}>
              <Slider
                label={texts.topK}
                min={0}
                max={50}
                step={1}
                {...set('topK')}
                format={(value) => (value === 0 ? texts.all : formatNumber(value))}
              />
              <Slider
                label={texts.topP}
                min={0.05}
                max={1}
                step={0.05}
                {...set('topP')}
                format={twoDecimals}
              />
              {!isChatting && <PromptField prompt={begun} onWrite={write} />}
            </Card>
            <AdaptersCard
              training={training}
              isAdapting={snapshot?.isAdapting === true}
              onLoaded={(rank) => state.change({ lora: true, rank })}
            />
            <PublishedModel training={training} example="HuggingFaceTB/SmolLM2-135M-Instruct" />
          </>
        }
        below={
          <>
            <LossCard title={texts.losses} curves={snapshot?.curves} />
            <Explanation parts={[texts.explain.how, texts.explain.lora, texts.explain.size]} />
          </>
        }
      />
    </PageLayout>
  );
}

const oneDecimal = (value: number): string => formatNumber(value, 1);
const twoDecimals = (value: number): string => formatNumber(value, 2);
const loss = (value = Number.NaN): string => (Number.isNaN(value) ? '–' : twoDecimals(value));

/** What the text begins with: written on from here when it is handed in. */
function PromptField({
  prompt,
  onWrite,
}: {
  readonly prompt: string;
  readonly onWrite: (prompt: string) => void;
}) {
  const texts = inLanguage(gptTexts);
  const id = useId();
  const [draft, setDraft] = useState(prompt);
  useEffect(() => setDraft(prompt), [prompt]);
  return (
    <form
      class="gpt-ask"
      onSubmit={(event) => {
        event.preventDefault();
        onWrite(draft);
      }}
    >
      <label class="field__label" for={id}>
        {texts.prompt}
      </label>
      <input
        class="text-input"
        id={id}
        value={draft}
        maxLength={400}
        onInput={(event) => setDraft(event.currentTarget.value)}
      />
      <Button icon={PenLine} onClick={() => onWrite(draft)}>
        {texts.again}
      </Button>
    </form>
  );
}
