import { Scale } from 'lucide-preact';
import { Lit } from '../../guide/light.js';
import { formatBrief } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { terms } from '../../signs/terms.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { NumberField } from '../../ui/number-field.js';
import { NumberGrid } from '../../ui/number-grid.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { Slider } from '../../ui/slider.js';
import {
  type Activation,
  type ConvolutionSettings,
  type Kernel,
  type KernelName,
  kernelNames,
  kernels,
  nameOfKernel,
  type Padding,
  type Pooling,
  resized,
  sumOf,
} from './settings.js';
import { convolutionTexts } from './texts.js';

/** Settings of {@link Controls}. */
export interface ControlsProps {
  readonly settings: ConvolutionSettings;
  readonly onChange: (changes: Partial<ConvolutionSettings>) => void;
}

const paddings: readonly Padding[] = [0, 'same', 1, 2, 3, 4];

/** Kernel, how it slides, and what is done after it. */
export function Controls({ settings, onChange }: ControlsProps) {
  const texts = inLanguage(convolutionTexts);
  const words = inLanguage(terms);
  const { kernel, stride, padding, dilation, activation, pooling, poolSize, isColor, layers } = settings;
  const sameZeros = (dilation * (kernel.size - 1)) / 2;
  const paddingLabel = (value: Padding) =>
    value === 0
      ? texts.paddings.none
      : value === 'same'
        ? texts.paddings.same(String(sameZeros))
        : texts.paddings.own(String(value));
  return (
    <>
      <KernelEditor kernel={kernel} onChange={(next) => onChange({ kernel: next })} />
      <Card title={texts.sliding}>
        <Lit name="stride">
          <Slider
            label={words.stride}
            value={stride}
            min={1}
            max={4}
            step={1}
            onChange={(value) => onChange({ stride: value })}
          />
        </Lit>
        <Lit name="padding">
          <Select
            label={words.padding}
            value={String(padding)}
            choices={paddings.map((value) => ({ value: String(value), label: paddingLabel(value) }))}
            onChange={(value) =>
              onChange({ padding: paddings.find((known) => String(known) === value) ?? 0 })
            }
            hint={texts.paddingHint}
          />
        </Lit>
        <Slider
          label={words.dilation}
          value={dilation}
          min={1}
          max={4}
          step={1}
          onChange={(value) => onChange({ dilation: value })}
          hint={texts.dilationHint}
        />
      </Card>
      <Card title={texts.after}>
        <Segmented<Activation>
          label={words.activation}
          value={activation}
          choices={(['none', 'abs', 'relu'] as const).map((value) => ({
            value,
            label: texts.activations[value],
          }))}
          onChange={(value) => onChange({ activation: value })}
        />
        <Lit name="pooling">
          <Segmented<Pooling>
            label={words.pooling}
            value={pooling}
            choices={(['none', 'max', 'average'] as const).map((value) => ({
              value,
              label: texts.poolings[value],
            }))}
            onChange={(value) => onChange({ pooling: value })}
          />
        </Lit>
        {pooling !== 'none' && (
          <Segmented
            label={texts.poolSize}
            value={String(poolSize)}
            choices={['2', '3'].map((value) => ({ value, label: `${value} × ${value}` }))}
            onChange={(value) => onChange({ poolSize: Number(value) })}
          />
        )}
        <Lit name="layers">
          <Segmented
            label={texts.layers}
            value={String(layers)}
            choices={['1', '2'].map((value) => ({ value, label: value }))}
            onChange={(value) => onChange({ layers: Number(value) })}
          />
        </Lit>
        <Segmented
          label={texts.colors}
          value={isColor ? 'color' : 'gray'}
          choices={(['gray', 'color'] as const).map((value) => ({ value, label: texts.colorings[value] }))}
          onChange={(value) => onChange({ isColor: value === 'color' })}
        />
      </Card>
    </>
  );
}

interface KernelEditorProps {
  readonly kernel: Kernel;
  readonly onChange: (kernel: Kernel) => void;
}

/** A kernel from the list, or one's own. */
function KernelEditor({ kernel, onChange }: KernelEditorProps) {
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
        : texts.total.other(formatBrief(total));
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
      <NumberGrid
        label={texts.cells}
        cellLabel={(row, column) => texts.cell(String(row), String(column))}
        cells={kernel.cells}
        columns={kernel.size}
        onChange={(cells) => onChange({ ...kernel, cells })}
      />
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
        format={formatBrief}
        onChange={(bias) => onChange({ ...kernel, bias })}
        hint={texts.biasHint}
      />
    </Card>
  );
}

const firstUpper = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
