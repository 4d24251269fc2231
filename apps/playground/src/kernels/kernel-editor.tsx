import { Scale } from 'lucide-preact';
import { formatBrief } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import { terms } from '../signs/terms.js';
import { bound } from '../ui/bound.js';
import { Button } from '../ui/button.js';
import { Card } from '../ui/card.js';
import { NumberField } from '../ui/number-field.js';
import { NumberGrid } from '../ui/number-grid.js';
import { Segmented } from '../ui/segmented.js';
import { Select } from '../ui/select.js';
import { Slider } from '../ui/slider.js';
import './kernel-editor.css';
import { type Kernel, kernelNames, kernels, nameOfKernel, resized, sumOf } from './kernels.js';
import { kernelTexts } from './texts.js';

/** Settings of {@link KernelEditor}. */
export interface KernelEditorProps {
  readonly kernel: Kernel;
  readonly onChange: (kernel: Kernel) => void;
}

/** A kernel from the list, or one that somebody writes. */
export function KernelEditor({ kernel, onChange }: KernelEditorProps) {
  const texts = inLanguage(kernelTexts);
  const words = inLanguage(terms);
  const set = bound(kernel, (changes) => onChange({ ...kernel, ...changes }));
  const sum = sumOf(kernel);
  const total = sum / kernel.divisor;
  const hint =
    Math.abs(total - 1) < 1e-9
      ? texts.total.one
      : Math.abs(total) < 1e-9
        ? texts.total.zero
        : texts.total.other(formatBrief(total));
  return (
    <Card title={words.kernel}>
      <Select
        label={words.kernel}
        hideLabel
        value={nameOfKernel(kernel) ?? 'own'}
        choices={[...kernelNames, 'own' as const].map((value) => ({
          value,
          label: texts.kernels[value],
          disabled: value === 'own',
        }))}
        onChange={(name) => {
          if (name !== 'own') onChange(kernels[name]);
        }}
      />
      <NumberGrid
        label={texts.cells}
        cellLabel={(row, column) => texts.cell(String(row), String(column))}
        columns={kernel.size}
        cells={kernel.cells}
        onChange={set('cells').onChange}
      />
      <div class="kernel-divisor">
        <NumberField label={texts.divisor} min={0.1} max={1000} {...set('divisor')} />
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
        value={kernel.size}
        choices={[3, 5].map((value) => ({ value, label: `${value} × ${value}` }))}
        onChange={(size) => onChange(resized(kernel, size))}
      />
      <Slider
        label={words.bias}
        min={-1}
        max={1}
        step={0.05}
        format={formatBrief}
        hint={texts.biasHint}
        {...set('bias')}
      />
    </Card>
  );
}
