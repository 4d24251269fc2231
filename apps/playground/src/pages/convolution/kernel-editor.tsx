import { Scale } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { inLanguage } from '../../i18n/texts.js';
import { terms } from '../../signs/terms.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { NumberField } from '../../ui/number-field.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { Slider } from '../../ui/slider.js';
import { type KernelName, kernelNames, kernels, nameOfKernel, resized, sumOf } from './kernels.js';
import { brief, typedNumber, typedText } from './number-text.js';
import type { Kernel } from './settings.js';
import { convolutionTexts } from './texts.js';

/** Settings of {@link KernelEditor}. */
export interface KernelEditorProps {
  readonly kernel: Kernel;
  readonly onChange: (kernel: Kernel) => void;
}

/** A kernel from the list, or one's own. */
export function KernelEditor({ kernel, onChange }: KernelEditorProps) {
  const texts = inLanguage(convolutionTexts);
  const words = inLanguage(terms);
  const sum = sumOf(kernel);
  const total = sum / kernel.divisor;
  const name = nameOfKernel(kernel) ?? 'own';
  const hint =
    Math.abs(total - 1) < 1e-9
      ? texts.total.one
      : Math.abs(total) < 1e-9
        ? texts.total.zero
        : texts.total.other(brief(total));
  return (
    <Card title={words.kernel}>
      <Select<KernelName | 'own'>
        label={words.kernel}
        hideLabel
        value={name}
        choices={[...kernelNames, 'own' as const].map((value) => ({
          value,
          label: texts.kernels[value],
          disabled: value === 'own',
        }))}
        onChange={(chosen) => {
          if (chosen !== 'own') onChange(kernels[chosen]);
        }}
      />
      <CellGrid kernel={kernel} onChange={onChange} />
      <div class="convolution-divisor">
        <NumberField
          label={texts.divisor}
          value={kernel.divisor}
          min={0.1}
          max={1000}
          onChange={(divisor) => onChange({ ...kernel, divisor })}
        />
        <Button
          icon={Scale}
          disabled={!(sum >= 0.1 && sum <= 1000) || sum === kernel.divisor}
          onClick={() => onChange({ ...kernel, divisor: sum })}
        >
          {texts.normalise}
        </Button>
      </div>
      <p class="field__hint">{hint}</p>
      <Segmented
        label={texts.kernelSize}
        value={String(kernel.size)}
        choices={['3', '5'].map((value) => ({ value, label: `${value} × ${value}` }))}
        onChange={(size) => onChange(resized(kernel, Number(size)))}
      />
      <Slider
        label={firstUpper(texts.bias)}
        value={kernel.bias}
        min={-1}
        max={1}
        step={0.05}
        format={brief}
        onChange={(bias) => onChange({ ...kernel, bias })}
        hint={texts.biasHint}
      />
    </Card>
  );
}

const firstUpper = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

/** The numbers, each a field. Arrow keys go from field to field, sideways at the end of the text. */
function CellGrid({ kernel, onChange }: KernelEditorProps) {
  const texts = inLanguage(convolutionTexts);
  const grid = useRef<HTMLFieldSetElement>(null);
  const { size, cells } = kernel;
  const move = (from: number, event: KeyboardEvent) => {
    const input = event.currentTarget as HTMLInputElement;
    const [start, end] = [input.selectionStart ?? 0, input.selectionEnd ?? 0];
    const isAll = start === 0 && end === input.value.length;
    const column = from % size;
    const moves: Record<string, number | undefined> = {
      ArrowUp: from - size,
      ArrowDown: from + size,
      Enter: from + size,
      ArrowLeft: (isAll || end === 0) && column > 0 ? from - 1 : undefined,
      ArrowRight: (isAll || start === input.value.length) && column < size - 1 ? from + 1 : undefined,
    };
    const next = grid.current?.querySelectorAll('input')[moves[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  };
  return (
    <fieldset
      ref={grid}
      class="field convolution-cells"
      aria-label={texts.cells}
      style={{ '--columns': size }}
    >
      {cells.map((cell, i) => (
        <Cell
          key={`${size} ${i}`}
          label={texts.cell(String(Math.floor(i / size) + 1), String((i % size) + 1))}
          value={cell}
          onChange={(value) => onChange({ ...kernel, cells: cells.with(i, value) })}
          onKeyDown={(event) => move(i, event)}
        />
      ))}
    </fieldset>
  );
}

interface CellProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** One number. What is none yet, as a lone minus, is kept while one types, and given up when one leaves. */
function Cell({ label, value, onChange, onKeyDown }: CellProps) {
  const [typed, setTyped] = useState(typedText(value));
  useEffect(() => {
    if (typedNumber(typed) !== value) setTyped(typedText(value));
  }, [value]);
  return (
    <input
      class={`convolution-cell${value < 0 ? ' convolution-cell--below' : value > 0 ? ' convolution-cell--above' : ''}`}
      type="text"
      inputMode="text"
      autocomplete="off"
      aria-label={label}
      aria-invalid={typedNumber(typed) === undefined}
      value={typed}
      onInput={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const next = typedNumber(text);
        if (next !== undefined) onChange(next);
      }}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => setTyped(typedText(value))}
      onKeyDown={onKeyDown}
    />
  );
}
