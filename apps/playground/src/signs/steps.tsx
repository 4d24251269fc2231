import { Check, ChevronRight, CircleAlert } from 'lucide-preact';
import { formatNumber } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import { Card } from '../ui/card.js';
import { guideTexts } from './guide-texts.js';
import './steps.css';
import { type WordAction, Woven } from './woven.js';

/** A step of a page's path. */
export interface GuideStep<Name extends string> {
  readonly name: Name;
  readonly title: string;
  /** What to look for; its words may set controls, see {@link Woven}. */
  readonly text: string;
  /** A guess to make before it begins. */
  readonly predict?: {
    readonly question: string;
    readonly choices: readonly string[];
    /** The right one. */
    readonly right: number;
    /** Why. */
    readonly because: string;
  };
}

/** Settings of {@link Steps}. */
export interface StepsProps<Name extends string> {
  readonly question: string;
  readonly steps: readonly GuideStep<Name>[];
  /** The step one is at, if any. */
  readonly current: Name | undefined;
  /** Steps whose goal was seen. */
  readonly done: ReadonlySet<Name>;
  /** Guesses so far, by step. */
  readonly guesses: Readonly<Partial<Record<Name, number>>>;
  /** Sets the controls for a step. */
  readonly onStep: (name: Name) => void;
  readonly onGuess: (name: Name, choice: number) => void;
  readonly actions?: Readonly<Record<string, WordAction>>;
}

/** A page's question, and the steps that lead to its answer: each sets the controls, says what to look for, and is ticked off when it was seen. */
export function Steps<Name extends string>(props: StepsProps<Name>) {
  const { question, steps, current, done, guesses, onStep, onGuess, actions = {} } = props;
  const texts = inLanguage(guideTexts);
  return (
    <Card title={question}>
      <ol class="steps">
        {steps.map(({ name, title, text, predict }, i) => {
          const isOpen = name === current;
          const isDone = done.has(name);
          const guess = guesses[name];
          return (
            <li key={name} class={`step${isOpen ? ' step--open' : ''}${isDone ? ' step--done' : ''}`}>
              <button type="button" class="step__button" aria-expanded={isOpen} onClick={() => onStep(name)}>
                <span class="step__number" aria-hidden="true">
                  {isDone ? <Check /> : formatNumber(i + 1)}
                </span>
                <span class="step__title">
                  {title}
                  {isDone && <span class="visually-hidden"> ({texts.seen})</span>}
                </span>
                {!isOpen && <ChevronRight aria-hidden="true" />}
              </button>
              {isOpen && (
                <div class="step__body">
                  <p>
                    <Woven text={text} actions={actions} />
                  </p>
                  {predict && (
                    <fieldset class="predict">
                      <legend>{predict.question}</legend>
                      <div class="predict__choices">
                        {predict.choices.map((choice, c) => (
                          <button
                            key={choice}
                            type="button"
                            class="predict__choice"
                            aria-pressed={guess === c}
                            disabled={guess !== undefined}
                            onClick={() => onGuess(name, c)}
                          >
                            {choice}
                          </button>
                        ))}
                      </div>
                      {guess !== undefined && (
                        <p class="predict__answer" role="status">
                          {isDone ? (
                            <>
                              {guess === predict.right ? (
                                <Check aria-hidden="true" />
                              ) : (
                                <CircleAlert aria-hidden="true" />
                              )}
                              <span>
                                <strong>{guess === predict.right ? texts.right : texts.wrong}</strong>{' '}
                                {predict.because}
                              </span>
                            </>
                          ) : (
                            texts.check
                          )}
                        </p>
                      )}
                    </fieldset>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
