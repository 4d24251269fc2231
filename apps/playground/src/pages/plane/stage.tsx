import { Undo2 } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { PlanePoint } from '../../plane/draw-plane.js';
import { PlaneView } from '../../plane/plane-view.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import type { TrainingWorker } from '../../worker/training-worker.js';
import { NetworkView, unitName } from './network-view.js';
import { type PlaneSettings, planeRange } from './settings.js';
import './stage.css';
import { VerdictLine } from '../../ui/verdict.js';
import { planeTexts } from './texts.js';
import type { PlaneSnapshot } from './train.js';
import { fieldOfUnit, hasUnit, type UnitAddress, widthsOf } from './unit-field.js';
import { judge } from './verdict.js';

/** Settings of {@link Stage}. */
export interface StageProps {
  readonly settings: PlaneSettings;
  readonly training: TrainingWorker<PlaneSettings, PlaneSnapshot>;
  readonly showsTest: boolean;
  /** Takes taps in the plane, where points can be placed. */
  readonly onPoint: ((x: number, y: number, isSecond: boolean) => void) | undefined;
}

/** The network and the plane, side by side where there is room. */
export function Stage({ settings, training, showsTest, onPoint }: StageProps) {
  const texts = inLanguage(planeTexts);
  const [chosen, setChosen] = useState<UnitAddress | undefined>();
  const [pointed, setPointed] = useState<UnitAddress | undefined>();
  const snapshot = training.snapshot.value;
  const isThere = (unit: UnitAddress | undefined) =>
    snapshot && unit && hasUnit(snapshot, unit) ? unit : undefined;
  const looked = isThere(pointed) ?? isThere(chosen);
  const points = useMemo(
    () => toPoints(snapshot, settings, showsTest),
    [snapshot?.points.version, settings.data, settings.own, showsTest],
  );
  const verdict = judge(settings, snapshot, texts.verdict);
  const name = snapshot && looked && unitName(looked, widthsOf(snapshot), texts.network);
  const counts = [snapshot?.points.train, snapshot?.points.test].map((part) =>
    formatNumber(part?.labels.length ?? 0),
  );
  const label = name
    ? texts.planeOfUnit(name)
    : texts.plane(texts.sets[settings.data], counts[0]!, counts[1]!);
  return (
    <Card>
      <div class="plane-stage">
        <div class="plane-stage__plane">
          <PlaneView
            label={onPoint ? `${label} ${texts.planeOpen}` : label}
            xRange={planeRange}
            yRange={planeRange}
            points={points}
            field={snapshot && (looked ? fieldOfUnit(snapshot, looked) : snapshot.field)}
            pointSize={points.length > 120 ? 4 : 6}
            {...(onPoint && { onPoint })}
          />
          <Legend />
        </div>
        <div class="plane-stage__network">
          {snapshot && (
            <NetworkView
              snapshot={snapshot}
              looked={looked}
              chosen={isThere(chosen)}
              onPoint={setPointed}
              onChoose={setChosen}
            />
          )}
        </div>
        <div class="plane-stage__unit">
          {snapshot && looked && name ? (
            <p>
              <strong>{name}</strong>{' '}
              <span>{formula(snapshot, looked, texts.activations[settings.activation])}</span>
            </p>
          ) : (
            <p>{texts.network.hint}</p>
          )}
          {chosen && (
            <Button variant="ghost" icon={Undo2} onClick={() => setChosen(undefined)}>
              {texts.network.back}
            </Button>
          )}
        </div>
      </div>
      <VerdictLine verdict={verdict} />
    </Card>
  );
}

function Legend() {
  const { legend } = inLanguage(planeTexts);
  return (
    <ul class="plane-legend">
      <li>
        <span class="plane-legend__a" aria-hidden="true" />
        {legend.a}
      </li>
      <li>
        <span class="plane-legend__b" aria-hidden="true" />
        {legend.b}
      </li>
      <li>
        <span class="plane-legend__test" aria-hidden="true" />
        {legend.test}
      </li>
    </ul>
  );
}

/** Own points at once, others as the worker made them. */
function toPoints(
  snapshot: PlaneSnapshot | undefined,
  { data, own }: PlaneSettings,
  showsTest: boolean,
): PlanePoint[] {
  const { train, test } = snapshot?.points ?? {};
  const parts = [
    [train, false],
    [showsTest ? test : undefined, true],
  ] as const;
  const made = parts.flatMap(([part, isTest]) =>
    Array.from(part?.labels ?? [], (label, i) => ({
      x: part!.inputs[2 * i]!,
      y: part!.inputs[2 * i + 1]!,
      label: label as 0 | 1,
      isTest,
    })),
  );
  if (data !== 'own') return made;
  const shown = new Set(made.map(({ x, y }) => `${Math.fround(x)} ${Math.fround(y)}`));
  return shown.size === own.length ? made : own.map((point) => ({ ...point, isTest: false }));
}

/** What a unit computes, with its present numbers. */
function formula(snapshot: PlaneSnapshot, { layer, unit }: UnitAddress, activation: string): string {
  if (layer === 0) return '';
  const { weight, bias } = snapshot.layers[layer - 1]!;
  const names = layer === 1 ? ['x₁', 'x₂'] : weight.map((_, i) => `h${subscript(i + 1)}`);
  const terms = [...weight.map((row, i) => [row[unit]!, names[i]!] as const), [bias[unit]!, ''] as const];
  const sum = terms
    .map(([value, of], i) => {
      const sign = value < 0 ? '−' : i > 0 ? '+' : '';
      return `${sign}${i > 0 ? ' ' : ''}${formatNumber(Math.abs(value), 2)}${of && ` ${of}`}`;
    })
    .join(' ');
  const isOutput = layer === snapshot.layers.length;
  return `= ${isOutput ? 'σ' : activation} (${sum})`;
}

const subscript = (n: number): string =>
  String(n).replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit)));
