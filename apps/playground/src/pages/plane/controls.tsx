import { Eraser, Trash2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { formatBrief, formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { terms } from '../../signs/terms.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { FileButton } from '../../ui/file-button.js';
import { Notice } from '../../ui/notice.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { Slider, StopSlider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { readCsv } from './csv.js';
import { DataPicker } from './data-picker.js';
import {
  type OptimizerName,
  optimizerNames,
  type PlaneSettings,
  type RegularizerName,
  regularizerNames,
  strengths,
} from './settings.js';
import { planeTexts } from './texts.js';

/** What a tap in the plane does. */
export type Tool = 'a' | 'b' | 'erase';

/** Settings of {@link Controls}. */
export interface ControlsProps {
  readonly settings: PlaneSettings;
  readonly onChange: (changes: Partial<PlaneSettings>) => void;
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  readonly showsTest: boolean;
  readonly onShowTest: (shows: boolean) => void;
}

const rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
const batchSizes = [8, 16, 32, 64, 128, 400];
const usualRate: Readonly<Record<OptimizerName, number>> = {
  sgd: 0.1,
  momentum: 0.03,
  adagrad: 0.1,
  adadelta: 1,
  rmsprop: 0.01,
  adam: 0.01,
  adamw: 0.01,
};

/** All that can be set. */
export function Controls(props: ControlsProps) {
  return (
    <>
      <PointControls {...props} />
      <LearningControls {...props} />
    </>
  );
}

function PointControls({ settings, onChange, tool, onTool, showsTest, onShowTest }: ControlsProps) {
  const texts = inLanguage(planeTexts);
  const [problem, setProblem] = useState<string | undefined>();
  const open = async (file: File) => {
    const read = readCsv(await file.text());
    if ('points' in read) onChange({ own: read.points });
    setProblem(
      'points' in read
        ? undefined
        : read.wrongLine === 0
          ? texts.noPoints
          : texts.wrongLine(formatNumber(read.wrongLine)),
    );
  };
  return (
    <Card title={texts.data}>
      <DataPicker value={settings.data} onChange={(data) => onChange({ data })} />
      {settings.data === 'own' ? (
        <>
          <Segmented<Tool>
            label={texts.tool}
            value={tool}
            choices={[
              { value: 'a', label: texts.tools.a },
              { value: 'b', label: texts.tools.b },
              { value: 'erase', label: texts.tools.erase, icon: Eraser },
            ]}
            onChange={onTool}
            hint={texts.toolHint}
          />
          <div class="plane-own">
            <Button icon={Trash2} disabled={settings.own.length === 0} onClick={() => onChange({ own: [] })}>
              {texts.clear}
            </Button>
            <FileButton accept=".csv,.tsv,.txt" onFile={(file) => void open(file)}>
              {texts.file}
            </FileButton>
          </div>
          {problem ? (
            <Notice kind="problem" onClose={() => setProblem(undefined)}>
              {problem}
            </Notice>
          ) : (
            <p class="field__hint">{texts.fileHint}</p>
          )}
        </>
      ) : (
        <Slider
          label={texts.noise}
          value={settings.noise}
          min={0}
          max={0.4}
          step={0.02}
          onChange={(noise) => onChange({ noise })}
          format={(value) => formatNumber(value, 2)}
        />
      )}
      <Slider
        label={texts.testShare}
        value={settings.testShare}
        min={0.1}
        max={0.9}
        step={0.1}
        onChange={(testShare) => onChange({ testShare })}
        format={formatPercent}
        {...(settings.data === 'own' && { hint: texts.firstTen })}
      />
      <Switch label={texts.showTest} checked={showsTest} onChange={onShowTest} />
    </Card>
  );
}

function LearningControls({ settings, onChange }: ControlsProps) {
  const texts = inLanguage(planeTexts);
  const words = inLanguage(terms);
  const { optimizer, learningRate, regularizer, strength, batchSize } = settings;
  const stops = regularizer === 'dropout' ? strengths.dropout : strengths.penalty;
  return (
    <Card title={words.learning}>
      <Select<OptimizerName>
        label={words.optimizer}
        value={optimizer}
        choices={optimizerNames.map((value) => ({ value, label: words.optimizers[value] }))}
        onChange={(value) => onChange({ optimizer: value, learningRate: usualRate[value] })}
      />
      <StopSlider
        label={words.learningRate}
        stops={rates}
        value={learningRate}
        onChange={(value) => onChange({ learningRate: value })}
        format={formatBrief}
      />
      <StopSlider
        label={words.batchSize}
        stops={batchSizes}
        value={batchSize}
        onChange={(value) => onChange({ batchSize: value })}
        format={(value) => (value === 400 ? texts.wholeBatch : formatNumber(value))}
      />
      <Segmented<RegularizerName>
        label={words.regularizer}
        value={regularizer}
        choices={regularizerNames.map((value) => ({ value, label: texts.regularizers[value] }))}
        onChange={(value) => onChange({ regularizer: value, strength: value === 'dropout' ? 0.1 : 0.003 })}
        hint={texts.regularizerHints[regularizer]}
      />
      {regularizer !== 'none' && (
        <StopSlider
          label={regularizer === 'dropout' ? texts.probability : texts.strength}
          stops={stops}
          value={strength}
          onChange={(value) => onChange({ strength: value })}
          format={formatBrief}
        />
      )}
    </Card>
  );
}
