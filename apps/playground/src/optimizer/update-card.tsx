import { PhasePlayer } from '../guide/phase-player.js';
import { inLanguage } from '../i18n/texts.js';
import { Card } from '../ui/card.js';
import { Select } from '../ui/select.js';
import './optimizer.css';
import { optimizerTexts } from './texts.js';
import { type UpdateLine, writeVector } from './update.js';

/** Settings of {@link UpdateCard}. */
export interface UpdateCardProps<Name extends string> {
  /** Whose update it is, where one can choose. */
  readonly chosen?: Name | undefined;
  readonly choices?: readonly { readonly value: Name; readonly label: string }[];
  readonly onChoose?: (name: Name) => void;
  /** The next update, by `updateOf`. */
  readonly lines: readonly UpdateLine[];
  /** The line that the slow motion is at; `undefined` while it doesn't run. */
  readonly phase: number | undefined;
  readonly onPhase: (phase: number | undefined) => void;
  /** Takes the step, at the end of the slow motion. */
  readonly onStep: () => void;
}

/** The next update of an optimizer: its formula line by line, with the numbers of now, all at once or in slow motion. */
export function UpdateCard<Name extends string>(props: UpdateCardProps<Name>) {
  const { chosen, choices = [], onChoose = () => {}, lines, phase, onPhase, onStep } = props;
  const texts = inLanguage(optimizerTexts);
  const at = phase === undefined ? undefined : Math.min(phase, lines.length - 1);
  const next = () => {
    if (at === lines.length - 1) onStep();
    onPhase(at === undefined || at === lines.length - 1 ? 0 : at + 1);
  };
  return (
    <Card title={texts.title}>
      {chosen && (
        <Select label={texts.which} hideLabel value={chosen} choices={choices} onChange={onChoose} />
      )}
      <dl class="update__lines numbers" data-phases>
        {lines.map(({ kind, symbols, numbers, value }, i) => (
          <div
            key={symbols}
            class={`update__line update__line--${kind}${at !== undefined && i > at ? ' update__line--later' : ''}${i === at ? ' update__line--now' : ''}`}
          >
            <dt>{symbols}</dt>
            <dd>
              {numbers}
              {kind !== 'corrected' && <strong> = {writeVector(value)}</strong>}
            </dd>
          </div>
        ))}
      </dl>
      <PhasePlayer
        start={texts.start}
        phase={at}
        onStart={() => onPhase(0)}
        onNext={next}
        onEnd={() => onPhase(undefined)}
        phaseMs={2600}
      >
        {at !== undefined && texts.kinds[lines[at]!.kind]}
      </PhasePlayer>
    </Card>
  );
}
