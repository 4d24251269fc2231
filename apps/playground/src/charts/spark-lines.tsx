import { lighting } from '../guide/light.js';
import './spark-lines.css';

/** Settings of {@link SparkLines}. */
export interface SparkLinesProps {
  /** Steps, ascending. */
  readonly x: readonly number[];
  /** The step at the right edge. */
  readonly lastX: number;
  /** Solid for training, dashed for test, in the colours of both; values above `most` leave the picture. */
  readonly train: readonly number[];
  readonly test: readonly number[];
  readonly most: number;
  /** A step that is marked. */
  readonly mark?: number | undefined;
}

const [width, height] = [100, 30];

/** Two curves in small, without numbers: training solid, test dashed. What they show stands beside them in words. */
export function SparkLines({ x, lastX, train, test, most, mark }: SparkLinesProps) {
  const toX = (step: number) => ((width * step) / Math.max(lastX, 1)).toFixed(1);
  const path = (values: readonly number[]) =>
    values
      .map(
        (value, i) =>
          `${i === 0 ? 'M' : 'L'}${toX(x[i]!)} ${(height * (1 - Math.min(value / most, 1.1))).toFixed(1)}`,
      )
      .join('');
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {mark !== undefined && <path class="spark__mark" d={`M${toX(mark)} 0V${height}`} />}
      <path class="spark__train" d={path(train)} {...lighting('train')} />
      <path class="spark__test" d={path(test)} {...lighting('test')} />
    </svg>
  );
}
