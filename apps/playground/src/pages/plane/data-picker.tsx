import { PencilLine } from 'lucide-preact';
import { useId } from 'preact/hooks';
import { inLanguage } from '../../i18n/texts.js';
import { type DataName, dataNames } from './settings.js';
import { planeTexts } from './texts.js';

/** Settings of {@link DataPicker}. */
export interface DataPickerProps {
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
export function DataPicker({ value, onChange }: DataPickerProps) {
  const texts = inLanguage(planeTexts);
  const name = useId();
  return (
    <fieldset class="field data-picker">
      <legend class="visually-hidden">{texts.data}</legend>
      {dataNames.map((own) => (
        <label key={own} class="data-picker__option">
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
