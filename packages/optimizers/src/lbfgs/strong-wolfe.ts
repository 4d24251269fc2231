// internal
import type { Tensor } from '@neurona/tensor';

/** A point on the line `x + step · direction`: the loss there, and its gradient. */
export interface LinePoint {
  readonly step: number;
  readonly loss: number;
  /** Of the loss along the direction. */
  readonly derivative: number;
  readonly gradient: Tensor;
  /** The largest magnitude in the gradient. */
  readonly largest: number;
}

/** Armijo's condition: how much of the decrease that the derivative promises must be there. */
const decrease = 1e-4;
/** The curvature condition: how much of the derivative's magnitude may be left. */
const curvature = 0.9;
const maxIterations = 25;
const smallestBracket = 1e-9;

/**
 * Searches a step along a descent direction that fulfils the strong Wolfe conditions, by cubic interpolation. Gradients of points
 * that are out of question are freed; that of `start` stays its caller's.
 * @param evaluate - The point of a step.
 * @param start - The point of step 0.
 * @param step - The first step that is tried.
 * @param directionSize - The largest magnitude in the direction.
 * @see Nocedal, Wright, "Numerical Optimization", 2006, algorithms 3.5 and 3.6, with the bounds that PyTorch has
 */
export async function strongWolfe(
  evaluate: (step: number) => Promise<LinePoint>,
  start: LinePoint,
  step: number,
  directionSize: number,
): Promise<LinePoint> {
  let made: LinePoint[] = [];
  const at = async (where: number): Promise<LinePoint> => {
    const point = await evaluate(where);
    made.push(point);
    return point;
  };
  const keepOnly = (...kept: readonly LinePoint[]): void => {
    for (const point of made) if (!kept.includes(point)) point.gradient.dispose();
    made = made.filter((point) => kept.includes(point));
  };
  try {
    const found = await search(at, keepOnly, start, step, directionSize);
    keepOnly(found);
    return found;
  } catch (error) {
    keepOnly();
    throw error;
  }
}

async function search(
  at: (step: number) => Promise<LinePoint>,
  keepOnly: (...points: readonly LinePoint[]) => void,
  start: LinePoint,
  step: number,
  directionSize: number,
): Promise<LinePoint> {
  const isTooHigh = ({ step: where, loss }: LinePoint): boolean =>
    loss > start.loss + decrease * where * start.derivative;
  const isFlat = ({ derivative }: LinePoint): boolean =>
    Math.abs(derivative) <= -curvature * start.derivative;

  // Longer steps, until two points have a minimum between them.
  let previous = start;
  let current = await at(step);
  let iteration = 0;
  let bracket: [LinePoint, LinePoint] | undefined;
  for (; iteration < maxIterations && !bracket; iteration++) {
    if (isTooHigh(current) || (iteration > 1 && current.loss >= previous.loss)) bracket = [previous, current];
    else if (isFlat(current)) return current;
    else if (current.derivative >= 0) bracket = [previous, current];
    if (bracket) break;
    const least = current.step + 0.01 * (current.step - previous.step);
    const next = cubicMinimum(previous, current, least, current.step * 10);
    previous = current;
    current = await at(next);
    keepOnly(previous, current);
  }
  bracket ??= [start, current];

  // Shorter brackets, until their lower end will do.
  const lowerOf = ([a, b]: readonly [LinePoint, LinePoint]): 0 | 1 => (a.loss <= b.loss ? 0 : 1);
  let low = lowerOf(bracket);
  let wasClose = false;
  for (; iteration < maxIterations; iteration++) {
    const ends = bracket.map((point) => point.step);
    const [left, right] = [Math.min(...ends), Math.max(...ends)];
    if ((right - left) * directionSize < smallestBracket) break;
    let next: number = cubicMinimum(bracket[0], bracket[1], left, right);
    const margin = 0.1 * (right - left);
    const isClose = Math.min(right - next, next - left) < margin;
    const mustMove: boolean = isClose && (wasClose || next >= right || next <= left);
    if (mustMove) next = Math.abs(next - right) < Math.abs(next - left) ? right - margin : left + margin;
    wasClose = isClose && !mustMove;

    const point = await at(next);
    const high = low === 0 ? 1 : 0;
    const isDone = isFlat(point);
    if (isTooHigh(point) || point.loss >= bracket[low].loss) {
      bracket[high] = point;
      low = lowerOf(bracket);
    } else {
      const isBehind = point.derivative * (bracket[high].step - bracket[low].step) >= 0;
      if (!isDone && isBehind) bracket[high] = bracket[low];
      bracket[low] = point;
      if (isDone) break;
    }
    keepOnly(...bracket);
  }
  return bracket[low];
}

/** Where the cubic through two points with their derivatives is least, from `low` to `high`; their middle where it has no minimum. */
function cubicMinimum(a: LinePoint, b: LinePoint, low: number, high: number): number {
  const [first, last] = a.step <= b.step ? [a, b] : [b, a];
  const width = last.step - first.step;
  const d1 = first.derivative + last.derivative - (3 * (first.loss - last.loss)) / (first.step - last.step);
  const square = d1 ** 2 - first.derivative * last.derivative;
  if (!(square >= 0)) return (low + high) / 2;
  const d2 = Math.sqrt(square);
  const share = (last.derivative + d2 - d1) / (last.derivative - first.derivative + 2 * d2);
  return Math.min(Math.max(last.step - width * share, low), high);
}
