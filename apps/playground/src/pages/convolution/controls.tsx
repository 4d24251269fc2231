import { inLanguage } from '../../i18n/texts.js';
import { terms } from '../../signs/terms.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { Slider } from '../../ui/slider.js';
import { KernelEditor } from './kernel-editor.js';
import type { Activation, ConvolutionSettings, Padding, Pooling } from './settings.js';
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
  const { kernel, stride, padding, dilation, activation, pooling, poolSize, isColor } = settings;
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
        <Slider
          label={words.stride}
          value={stride}
          min={1}
          max={4}
          step={1}
          onChange={(value) => onChange({ stride: value })}
        />
        <Select
          label={words.padding}
          value={String(padding)}
          choices={paddings.map((value) => ({ value: String(value), label: paddingLabel(value) }))}
          onChange={(value) => onChange({ padding: paddings.find((known) => String(known) === value) ?? 0 })}
          hint={texts.paddingHint}
        />
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
        <Segmented<Pooling>
          label={words.pooling}
          value={pooling}
          choices={(['none', 'max', 'average'] as const).map((value) => ({
            value,
            label: texts.poolings[value],
          }))}
          onChange={(value) => onChange({ pooling: value })}
        />
        {pooling !== 'none' && (
          <Segmented
            label={texts.poolSize}
            value={String(poolSize)}
            choices={['2', '3'].map((value) => ({ value, label: `${value} × ${value}` }))}
            onChange={(value) => onChange({ poolSize: Number(value) })}
          />
        )}
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
