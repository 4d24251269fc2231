import { PencilLine } from 'lucide-preact';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { OwnPoints, type Tool } from '../../plane/own-points.js';
import { LearningCard } from '../../signs/learning-card.js';
import { Card } from '../../ui/card.js';
import { PictureChoice } from '../../ui/picture-choice.js';
import { Select } from '../../ui/select.js';
import { Slider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { type DataName, dataNames, limits, type PlaneSettings, planeRange, rivalNames } from './settings.js';
import { planeTexts } from './texts.js';

/** Settings of {@link Controls}. */
export interface ControlsProps {
  readonly settings: PlaneSettings;
  readonly onChange: (changes: Partial<PlaneSettings>) => void;
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  readonly showsTest: boolean;
  readonly onShowTest: (shows: boolean) => void;
}

/** All that can be set. */
export function Controls({ settings, onChange, tool, onTool, showsTest, onShowTest }: ControlsProps) {
  const texts = inLanguage(planeTexts);
  const isOwn = settings.data === 'own';
  return (
    <>
      <Card title={texts.data}>
        <PictureChoice<DataName>
          label={texts.data}
          value={settings.data}
          choices={dataNames.map((value) => ({
            value,
            label: texts.sets[value],
            picture: value === 'own' ? <PencilLine aria-hidden="true" /> : <Dots of={value} />,
          }))}
          onChange={(data) => onChange({ data })}
        />
        {isOwn ? (
          <OwnPoints
            points={settings.own}
            onChange={(own) => onChange({ own })}
            tool={tool}
            onTool={onTool}
            range={planeRange}
            most={limits.own}
          />
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
          {...(isOwn && { hint: texts.firstTen })}
        />
        <Switch label={texts.showTest} checked={showsTest} onChange={onShowTest} />
      </Card>
      <LearningCard settings={settings} onChange={onChange} whole={400} />
      <Card title={texts.compare}>
        <Select
          label={texts.compare}
          hideLabel
          value={settings.against}
          choices={(['nothing', ...rivalNames] as const).map((value) => ({
            value,
            label: texts.rivals[value],
          }))}
          onChange={(against) => onChange({ against })}
          hint={texts.compareHint}
        />
      </Card>
    </>
  );
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
