import { Lit } from '../../guide/light.js';
import { formatBrief, formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Card } from '../../ui/card.js';
import { Slider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { augmentationTexts } from './texts.js';
import {
  type PipelineStep,
  type TransformName,
  transformNames,
  transformRows,
  usualStep,
} from './transforms.js';

/** Settings of {@link TransformCards}. */
export interface TransformCardsProps {
  readonly pipeline: readonly PipelineStep[];
  readonly onChange: (pipeline: readonly PipelineStep[]) => void;
}

const groups = ['place', 'color', 'noise'] as const;

const written = (name: TransformName, amount: number): string => {
  const { unit } = transformRows[name];
  if (unit === 'share') return formatPercent(amount);
  return unit === 'degrees'
    ? inLanguage(augmentationTexts).degrees(formatNumber(amount))
    : formatBrief(amount);
};

/** Every transform, to be switched on, with its amount. */
export function TransformCards({ pipeline, onChange }: TransformCardsProps) {
  const texts = inLanguage(augmentationTexts);
  const inOrder = (steps: readonly PipelineStep[]) =>
    steps.toSorted((a, b) => transformNames.indexOf(a.name) - transformNames.indexOf(b.name));
  const others = (name: TransformName) => pipeline.filter((step) => step.name !== name);
  return (
    <>
      {groups.map((group) => (
        <Card key={group} title={texts.groups[group]}>
          <div class="augmentation-transforms">
            {transformNames
              .filter((name) => transformRows[name].group === group)
              .map((name) => {
                const step = pipeline.find((one) => one.name === name);
                const { min, max, step: by } = transformRows[name];
                const label = texts.transforms[name];
                return (
                  <Lit key={name} name={name}>
                    <Switch
                      label={label}
                      checked={step !== undefined}
                      onChange={(isOn) =>
                        onChange(isOn ? inOrder([...pipeline, usualStep(name)]) : others(name))
                      }
                    />
                    {step && (
                      <Slider
                        label={texts.amount(label)}
                        min={min}
                        max={max}
                        step={by}
                        value={step.amount}
                        format={(amount) => written(name, amount)}
                        onChange={(amount) => onChange(inOrder([...others(name), { name, amount }]))}
                      />
                    )}
                  </Lit>
                );
              })}
          </div>
        </Card>
      ))}
    </>
  );
}
