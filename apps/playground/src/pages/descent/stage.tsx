import { BarChart } from '../../charts/bar-chart.js';
import { LineChart } from '../../charts/line-chart.js';
import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { markers } from '../../optimizer/markers.js';
import { pairs, type UpdateLine, updateOf } from '../../optimizer/update.js';
import { terms } from '../../signs/terms.js';
import { CurveView } from '../../surface/curve-view.js';
import type { Arrow } from '../../surface/draw-surface.js';
import { curveRanges, landscapes } from '../../surface/landscapes.js';
import { SurfaceMap } from '../../surface/surface-map.js';
import { Card } from '../../ui/card.js';
import type { RaceSnapshot } from './race.js';
import { alpha, type ContestantName, type DescentSettings, rateOf, slopeRates } from './settings.js';
import type { SlopeSnapshot } from './slope.js';
import { descentTexts, nameOf, writeHeight } from './texts.js';

/** Settings of {@link RaceStage}. */
export interface RaceStageProps {
  readonly race: RaceSnapshot;
  readonly settings: DescentSettings;
  readonly present: readonly ContestantName[];
  readonly arrows: readonly Arrow[];
  readonly onStart: (start: DescentSettings['start']) => void;
}

/** The map of the race. */
export function RaceStage({ race, settings, present, arrows, onStart }: RaceStageProps) {
  const texts = inLanguage(descentTexts);
  const words = present.map((name) => {
    const { state, steps, height } = race.runs[name];
    return texts.run(nameOf(name), texts.states[state], formatNumber(steps), writeHeight(height));
  });
  const [x, y] = settings.start.map((at) => formatNumber(at, 2));
  const { xRange, yRange, minima } = landscapes[race.surface];
  return (
    <>
      <SurfaceMap
        label={texts.map(texts.surfaces[race.surface], x!, y!, words.join(' '))}
        surface={race.surface}
        relief={race.relief}
        xRange={xRange}
        yRange={yRange}
        start={settings.start}
        goals={minima}
        trails={present.map((name) => ({ ...markers[name], places: race.runs[name].trail }))}
        arrows={arrows}
        onStart={onStart}
      />
      <p class="field__hint">{texts.mapHint}</p>
    </>
  );
}

/** Settings of {@link SlopeStage}. */
export interface SlopeStageProps {
  readonly slope: SlopeSnapshot;
  readonly onBegin: (w: number) => void;
}

/** The curve of one parameter. */
export function SlopeStage({ slope, onBegin }: SlopeStageProps) {
  const texts = inLanguage(descentTexts);
  const { curve, w, loss, slope: gradients, heights } = slope;
  const [wText, lossText, slopeText] = [w, loss, gradients].map((values) => formatNumber(values.at(-1)!, 2));
  return (
    <CurveView
      label={texts.slopeView(texts.curves[curve], wText!, lossText!, slopeText!)}
      xRange={curveRanges[curve].x}
      yRange={curveRanges[curve].y}
      curve={heights}
      places={w}
      losses={loss}
      gradients={gradients}
      onBegin={onBegin}
    />
  );
}

/** The next update of a contestant, or of the one parameter. */
export function nextUpdate(
  settings: DescentSettings,
  chosen: ContestantName,
  snapshot: RaceSnapshot | SlopeSnapshot,
): UpdateLine[] {
  const { learningRate, momentum } = settings;
  if (snapshot.view === 'slope') {
    const gradients = snapshot.slope.map((gradient) => [gradient]);
    return updateOf('sgd', { place: [snapshot.w.at(-1)!], gradients, learningRate });
  }
  const { trail, gradients } = snapshot.runs[chosen];
  return updateOf(chosen, {
    place: pairs(trail).at(-1)!,
    gradients: pairs(gradients),
    learningRate: rateOf(settings, chosen),
    momentum,
    alpha,
  });
}

/** Everyone's height, step by step. */
export function Heights({ race, present }: Pick<RaceStageProps, 'race' | 'present'>) {
  const { heights } = inLanguage(descentTexts);
  const series = present.map((name) => ({
    name: nameOf(name),
    color: markers[name].color,
    values: race.curves.y[name],
  }));
  return (
    <Card title={heights}>
      <LineChart label={heights} x={race.curves.x} series={series} logarithmic height={200} />
    </Card>
  );
}

/** The loss of the one parameter step by step, and what each learning rate would have come to. */
export function Losses({
  slope,
  learningRate,
}: {
  readonly slope: SlopeSnapshot;
  readonly learningRate: number;
}) {
  const { sweep: texts } = inLanguage(descentTexts);
  const { loss: word } = inLanguage(terms);
  const { loss, sweep } = slope;
  const first = loss[0]!;
  const write = (at: number) => (at > first ? texts.more : formatNumber(at, 3));
  const words = sweep.map((at, i) => texts.at(formatBrief(slopeRates[i]!), write(at)));
  const bars = sweep.map((at, i) => ({
    name: formatBrief(slopeRates[i]!),
    share: at / Math.max(first, 1e-6),
    isOver: at > first,
    isChosen: slopeRates[i] === learningRate,
  }));
  return (
    <div class="training-curves">
      <Card title={word}>
        <LineChart
          label={word}
          x={loss.map((_, i) => i)}
          series={[{ name: word, color: '--series-2', values: loss }]}
          range={[0, undefined]}
          height={180}
        />
      </Card>
      <Card title={texts.title}>
        <BarChart label={texts.label(words.join(' '))} bars={bars} legend={texts.legend} />
      </Card>
    </div>
  );
}
