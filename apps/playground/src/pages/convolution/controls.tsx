import { Lit } from '../../guide/light.js';
import { inLanguage } from '../../i18n/texts.js';
import { KernelEditor } from '../../kernels/kernel-editor.js';
import { terms } from '../../signs/terms.js';
import { bound } from '../../ui/bound.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { Slider } from '../../ui/slider.js';
import type { ConvolutionSettings, Padding } from './settings.js';
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
  const { kernel, dilation, pooling } = settings;
  const set = bound(settings, onChange);
  const paddingLabel = (value: Padding): string => {
    if (value === 'same') return texts.sameSize(String((dilation * (kernel.size - 1)) / 2));
    return value === 0 ? texts.noPadding : String(value);
  };
  const sizes = (sides: readonly number[]) => sides.map((value) => ({ value, label: `${value} × ${value}` }));
  return (
    <>
      <KernelEditor kernel={kernel} onChange={(next) => onChange({ kernel: next })} />
      <Card title={texts.sliding}>
        <Lit name="stride">
          <Slider label={words.stride} min={1} max={4} step={1} {...set('stride')} />
        </Lit>
        <Lit name="padding">
          <Select
            label={words.padding}
            choices={paddings.map((value) => ({ value, label: paddingLabel(value) }))}
            hint={texts.paddingHint}
            {...set('padding')}
          />
        </Lit>
        <Slider
          label={words.dilation}
          min={1}
          max={4}
          step={1}
          hint={texts.dilationHint}
          {...set('dilation')}
        />
      </Card>
      <Card title={texts.after}>
        <Segmented label={words.activation} choices={texts.activations} {...set('activation')} />
        <Lit name="pooling">
          <Segmented label={words.pooling} choices={texts.poolings} {...set('pooling')} />
        </Lit>
        {pooling !== 'none' && (
          <Segmented label={texts.poolSize} choices={sizes([2, 3])} {...set('poolSize')} />
        )}
        <Lit name="layers">
          <Segmented
            label={texts.layers}
            choices={[1, 2].map((value) => ({ value, label: String(value) }))}
            {...set('layers')}
          />
        </Lit>
      </Card>
    </>
  );
}
