import { useEffect, useId, useState } from 'preact/hooks';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import '../../ui/field.css';
import { isMisreading, type Misreading, parse } from './parse.js';
import { autogradTexts } from './texts.js';
import '../../ui/text-input.css';

/** Settings of {@link ExpressionField}. */
export interface ExpressionFieldProps {
  readonly expression: string;
  /** Called with each text that can be read. */
  readonly onChange: (expression: string) => void;
}

/** A field to type an expression into: what can't be read is said, and the last one that could stays. */
export function ExpressionField({ expression, onChange }: ExpressionFieldProps) {
  const texts = inLanguage(autogradTexts);
  const id = useId();
  const [draft, setDraft] = useState(expression);
  useEffect(() => setDraft(expression), [expression]);
  const found = parse(draft);
  const problem = isMisreading(found) ? problemText(found) : undefined;
  return (
    <div class="autograd-field">
      <label class="field__label" for={id}>
        {texts.expression}
      </label>
      <input
        class="text-input"
        id={id}
        type="text"
        value={draft}
        maxLength={80}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="none"
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          const next = event.currentTarget.value;
          setDraft(next);
          if (!isMisreading(parse(next))) onChange(next);
        }}
      />
      <p
        id={`${id}-hint`}
        class={problem ? 'autograd-field__problem' : 'field__hint'}
        role={problem ? 'alert' : undefined}
      >
        {problem ?? texts.hint}
      </p>
    </div>
  );
}

function problemText({ reason, what }: Misreading): string {
  const { problems } = inLanguage(autogradTexts);
  if (reason === 'function') return problems.function(what);
  if (reason === 'syntax') return problems.syntax(/^\d+$/.test(what) ? formatNumber(Number(what) + 1) : what);
  return problems[reason];
}
