import { Eraser, PencilLine, Trash2 } from 'lucide-preact';
import { useId, useState } from 'preact/hooks';
import { formatBrief, formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { readCsv } from '../../plane/points-csv.js';
import { terms } from '../../signs/terms.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { FileButton } from '../../ui/file-button.js';
import { Notice } from '../../ui/notice.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { Slider, StopSlider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import {
  type DataName,
  dataNames,
  limits,
  type OptimizerName,
  optimizerNames,
  type PlaneSettings,
  planeRange,
  type RegularizerName,
  regularizerNames,
  strengths,
} from './settings.js';
import { planeTexts } from './texts.js';
import '../../ui/picture-choice.css';

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
    const read = readCsv(await file.text(), planeRange, limits.own);
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

interface DataPickerProps {
  readonly value: DataName;
  readonly onChange: (value: DataName) => void;
}

type Dot = readonly [x: number, y: number];

const around = (count: number, dot: (share: number) => Dot): readonly Dot[] =>
  Array.from({ length: count }, (_, i) => dot(i / count));
const turned = ([x, y]: Dot): Dot => [48 - x, 32 - y];
const cloud: readonly Dot[] = [
  [0, 0],
  [4, 3],
  [-4, 2],
  [1, -5],
  [5, -3],
  [-5, -3],
  [-1, 5],
];
const clouds = (...middles: Dot[]): readonly Dot[] =>
  middles.flatMap(([x, y]) => cloud.map(([dx, dy]): Dot => [x + dx, y + dy]));
const arm = around(
  10,
  (t): Dot => [24 + (3 + 13 * t) * Math.cos(5 * t) * 1.25, 16 + (3 + 13 * t) * Math.sin(5 * t) * 0.95],
);
const moon = around(9, (t): Dot => [19 - 11 * Math.cos(3.5 * t), 18 - 10 * Math.sin(3.5 * t)]);

/** A few points of each class, in a box of 48 by 32. */
const pictures: Readonly<Record<Exclude<DataName, 'own'>, readonly [readonly Dot[], readonly Dot[]]>> = {
  moons: [moon, moon.map(turned)],
  circles: [
    around(16, (t) => [24 + 13 * Math.cos(6.28 * t), 16 + 13 * Math.sin(6.28 * t)]),
    around(7, (t) => [24 + 5 * Math.cos(6.28 * t), 16 + 5 * Math.sin(6.28 * t)]),
  ],
  spirals: [arm, arm.map(turned)],
  xor: [clouds([14, 9], [34, 24]), clouds([34, 9], [14, 24])],
  blobs: [clouds([15, 20]), clouds([33, 11])],
};

/** The sets of points, each with a picture of it. */
function DataPicker({ value, onChange }: DataPickerProps) {
  const texts = inLanguage(planeTexts);
  const name = useId();
  return (
    <fieldset class="field picture-choice data-picker">
      <legend class="visually-hidden">{texts.data}</legend>
      {dataNames.map((own) => (
        <label key={own} class="picture-choice__option">
          <input
            type="radio"
            name={name}
            value={own}
            checked={own === value}
            onChange={() => onChange(own)}
          />
          {own === 'own' ? <PencilLine aria-hidden="true" /> : <Dots of={own} />}
          <span>{texts.sets[own]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Dots({ of }: { readonly of: Exclude<DataName, 'own'> }) {
  const [a, b] = pictures[of];
  return (
    <svg viewBox="0 0 48 32" aria-hidden="true">
      {a.map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r="1.7" fill="var(--class-a)" />
      ))}
      {b.map(([x, y]) => (
        <rect key={`${x} ${y}`} x={x - 1.5} y={y - 1.5} width="3" height="3" rx="0.6" fill="var(--class-b)" />
      ))}
    </svg>
  );
}
