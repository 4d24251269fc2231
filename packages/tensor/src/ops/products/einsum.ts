import { sizeOf } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { mul } from '../elementwise/binary.js';
import { cast } from '../elementwise/cast.js';
import { sum } from '../reduce/reduce.js';
import { diagonal } from '../shape/diagonal.js';
import { permute } from '../shape/permute.js';
import { reshape } from '../shape/reshape.js';
import { parseEinsum } from './einsum-equation.js';
import { product } from './matmul.js';

/** A tensor and the name of each of its axes. */
interface Term {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

/**
 * Sums of products by Einstein's convention: each axis has a letter; letters that are not in the output are summed over.
 *
 *     'ij,jk->ik'     y_ik = Σ_j a_ij · b_jk
 *
 * A letter that repeats within an operand takes its diagonal; `...` stands for leading axes, which broadcast. Without `->` the
 * output has `...` and then, in alphabetical order, the letters that occur once. Several operands are multiplied from left to
 * right.
 *
 * Shape: operands as the equation says → as its output says.
 * @throws {@link ArgumentError} if the equation can't be read or has not as many operands as are given.
 * @throws {@link ShapeError} if an operand's axes don't fit its letters, or a letter has two sizes.
 * @example
 * await einsum('ij,j->i', tensor([[1, 2], [3, 4]]), tensor([1, 10])).data(); // => [21, 43]
 * await einsum('ii', tensor([[1, 2], [3, 4]])).item(); // => 5
 */
export function einsum(equation: string, ...operands: readonly TensorLike[]): Tensor {
  const first = operands.length === 0 ? undefined : toTensor('einsum', operands[0]!);
  const given = operands.map((operand, i) => (i === 0 ? first! : toTensor('einsum', operand, first)));
  const dtype = given.every((x) => x.dtype === 'int32') ? 'int32' : 'float32';
  const xs = given.map((x) => cast(x, dtype));
  const { inputs, output, sizes } = parseEinsum(
    equation,
    xs.map((x) => x.shape),
  );
  return scoped(() => {
    const terms = xs.map((x, i) => withoutStretched(withoutRepeats({ x, labels: inputs[i]! }), sizes));
    let total = terms[0]!;
    for (let i = 1; i < terms.length; i++) {
      const wanted = new Set([...output, ...terms.slice(i + 1).flatMap(({ labels }) => labels)]);
      total = contract(total, terms[i]!, wanted);
    }
    const summed = sumOver(total, new Set(output));
    return permute(
      summed.x,
      output.map((label) => summed.labels.indexOf(label)),
    );
  });
}

/** Takes the diagonal where a label stands twice. */
function withoutRepeats({ x, labels }: Term): Term {
  const again = labels.findIndex((label, axis) => labels.indexOf(label) < axis);
  if (again < 0) return { x, labels };
  const label = labels[again]!;
  const rest = labels.filter((_, axis) => axis !== again && axis !== labels.indexOf(label));
  const y = diagonal(x, { axis1: labels.indexOf(label), axis2: again });
  return withoutRepeats({ x: y, labels: [...rest, label] });
}

/** Leaves axes of size 1 out that another operand stretches. */
function withoutStretched({ x, labels }: Term, sizes: ReadonlyMap<string, number>): Term {
  const kept = labels.filter((label, axis) => x.shape[axis] === sizes.get(label));
  return {
    x: reshape(
      x,
      kept.map((label) => sizes.get(label)!),
    ),
    labels: kept,
  };
}

function sumOver({ x, labels }: Term, wanted: ReadonlySet<string>): Term {
  const axes = labels.flatMap((label, axis) => (wanted.has(label) ? [] : [axis]));
  if (axes.length === 0) return { x, labels };
  return { x: sum(x, { axis: axes }), labels: labels.filter((label) => wanted.has(label)) };
}

/** Multiplies two terms and sums over labels that nothing else needs, as one batched matrix product. */
function contract(a: Term, b: Term, wanted: ReadonlySet<string>): Term {
  const left = sumOver(a, new Set([...wanted, ...b.labels]));
  const right = sumOver(b, new Set([...wanted, ...a.labels]));
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => wanted.has(label));
  const summed = shared.filter((label) => !wanted.has(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  const size = new Map(
    [...left.labels, ...right.labels].map((label, i) => {
      return [label, i < left.labels.length ? left.x.shape[i]! : right.x.shape[i - left.labels.length]!];
    }),
  );
  const count = (labels: readonly string[]): number => sizeOf(labels.map((label) => size.get(label)!));
  const [B, M, K, N] = [batch, rows, summed, columns].map(count) as [number, number, number, number];
  const labels = [...batch, ...rows, ...columns];
  const shape = labels.map((label) => size.get(label)!);
  if (summed.length === 0) {
    const p = reshape(order(left, [...batch, ...rows]), [B, M, 1]);
    const q = reshape(order(right, [...batch, ...columns]), [B, 1, N]);
    return { x: reshape(mul(p, q), shape), labels };
  }
  // An operand whose matrices lie transposed is taken as it is: the kernel transposes for free.
  const transposeA =
    lies(left, [...batch, ...summed, ...rows]) && !lies(left, [...batch, ...rows, ...summed]);
  const transposeB =
    lies(right, [...batch, ...columns, ...summed]) && !lies(right, [...batch, ...summed, ...columns]);
  const p = reshape(
    order(left, transposeA ? [...batch, ...summed, ...rows] : [...batch, ...rows, ...summed]),
    transposeA ? [B, K, M] : [B, M, K],
  );
  const q = reshape(
    order(right, transposeB ? [...batch, ...columns, ...summed] : [...batch, ...summed, ...columns]),
    transposeB ? [B, N, K] : [B, K, N],
  );
  return { x: reshape(product(p, q, transposeA, transposeB), shape), labels };
}

const lies = ({ labels }: Term, wanted: readonly string[]): boolean =>
  labels.every((label, i) => label === wanted[i]);

const order = ({ x, labels }: Term, wanted: readonly string[]): Tensor =>
  permute(
    x,
    wanted.map((label) => labels.indexOf(label)),
  );
