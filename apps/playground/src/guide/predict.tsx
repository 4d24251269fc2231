import { useRef, useState } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import { shellTexts } from '../shell/texts.js';
import { VerdictLine } from '../ui/verdict.js';

/** A question to answer before one looks. */
export interface Prediction {
  readonly question: string;
  readonly choices: readonly string[];
  /** Which choice came true: `undefined` until the page knows. Once it is known after a choice it stays, as training goes on. */
  readonly answer: number | undefined;
  /** Why it is so, shown with the answer. */
  readonly why?: string;
  /** Called with the choice: starts what shows the answer. */
  readonly onChoose?: (choice: number) => void;
}

/** Predict, then check: choices first; what was predicted and what came true once the page has computed it. */
export function Predict({ question, choices, answer, why, onChoose }: Prediction) {
  const texts = inLanguage(shellTexts).guide;
  const [chosen, setChosen] = useState<number>();
  const known = useRef<number>(); // since the last choice
  const choose = (choice: number) => {
    known.current = undefined;
    setChosen(choice);
    onChoose?.(choice);
  };
  if (chosen !== undefined && answer !== undefined) known.current = answer;
  const came = known.current;
  const outcome = came !== undefined && (chosen === came ? texts.right : texts.wrong(choices[came] ?? ''));
  return (
    <fieldset class="predict">
      <legend class="predict__question">{question}</legend>
      <div class="predict__choices">
        {choices.map((choice, i) => (
          <button
            key={choice}
            type="button"
            class="predict__choice"
            aria-pressed={chosen === i}
            onClick={() => choose(i)}
          >
            {choice}
          </button>
        ))}
      </div>
      {chosen !== undefined && came === undefined && <p class="predict__wait">{texts.wait}</p>}
      {outcome && (
        <VerdictLine
          verdict={{ kind: chosen === came ? 'good' : 'bad', text: why ? `${outcome} ${why}` : outcome }}
          plain
        />
      )}
    </fieldset>
  );
}
