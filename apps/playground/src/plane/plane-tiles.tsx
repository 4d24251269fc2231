import { SparkLines } from '../charts/spark-lines.js';
import { lighting } from '../guide/light.js';
import type { PlaneField } from './draw-field.js';
import type { PlanePoint } from './draw-plane.js';
import { PlaneView } from './plane-view.js';
import './plane-tiles.css';

/** One of several networks with two inputs. */
export interface PlaneTile {
  /** What words of the text light it by. */
  readonly lights: string;
  readonly name: string;
  /** A number beside the name. */
  readonly note: string;
  readonly field: PlaneField;
  /** Losses so far. */
  readonly curves: {
    readonly x: readonly number[];
    readonly train: readonly number[];
    readonly test: readonly number[];
  };
  /** A step that is marked in the curves. */
  readonly mark?: number | undefined;
  /** What is to be said of it. */
  readonly verdict: { readonly kind: 'good' | 'bad' | 'open'; readonly text: string };
  /** What is seen in the plane, in words. */
  readonly label: string;
}

/** Settings of {@link PlaneTiles}. */
export interface PlaneTilesProps {
  readonly label: string;
  readonly tiles: readonly PlaneTile[];
  readonly points: readonly PlanePoint[];
  readonly range: readonly [number, number];
  readonly steps: number;
  /** The greatest loss that the small curves show. */
  readonly mostLoss: number;
  /** The one that is looked into. */
  readonly look: number;
  readonly onLook: (look: number) => void;
}

/** Networks on the same points side by side: regions, losses and a verdict of each. One of them is looked into. */
export function PlaneTiles(props: PlaneTilesProps) {
  const { label, tiles, points, range, steps, mostLoss, look, onLook } = props;
  return (
    <ul class="plane-tiles" aria-label={label}>
      {tiles.map((tile, i) => (
        <li key={i} {...lighting(tile.lights)}>
          <button type="button" class="plane-tile" aria-pressed={i === look} onClick={() => onLook(i)}>
            <span class="plane-tile__head">
              <strong>{tile.name}</strong>
              <span class="numbers">{tile.note}</span>
            </span>
            <PlaneView
              label={tile.label}
              xRange={range}
              yRange={range}
              points={points}
              field={tile.field}
              pointSize={points.length > 120 ? 2 : 3}
              isSmall
            />
            <SparkLines
              x={tile.curves.x}
              lastX={steps}
              train={tile.curves.train}
              test={tile.curves.test}
              most={mostLoss}
              mark={tile.mark}
            />
            <span class={`plane-tile__verdict plane-tile__verdict--${tile.verdict.kind}`}>
              {tile.verdict.text || '…'}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
