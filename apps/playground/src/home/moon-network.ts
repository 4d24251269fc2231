/** A network of two inputs, five hidden units and one answer: trained by neurona on two moons, all of whose points it tells apart. */
const hiddenWeights = [
  [-1.88, 0.27, 1.42, 2.52, 2.24],
  [1.17, -0.75, -0.97, 1.76, -1.5],
] as const;
const hiddenBias = [3.18, 0.36, -2.44, -0.13, 3.56] as const;
const outputWeights = [-3.11, 1.42, 2.2, -4.84, 4.45] as const;
const outputBias = 0.15;

/** What the network makes of a place. */
export interface Thought {
  readonly inputs: readonly [number, number];
  /** −1 to 1. */
  readonly hidden: readonly number[];
  /** −1 to 1: which moon. */
  readonly output: number;
}

/** h = tanh(W x + b), y = tanh((w · h + b) / 2) */
export function think(x: number, y: number): Thought {
  const hidden = hiddenBias.map((bias, i) =>
    Math.tanh(hiddenWeights[0][i]! * x + hiddenWeights[1][i]! * y + bias),
  );
  const sum = hidden.reduce((total, value, i) => total + outputWeights[i]! * value, outputBias);
  return { inputs: [x, y], hidden, output: Math.tanh(sum / 2) };
}

/** How much each connection says: weight times value, into the hidden units and out of them. */
export function signals({ inputs, hidden }: Thought): {
  readonly in: readonly number[];
  readonly out: readonly number[];
} {
  return {
    in: inputs.flatMap((value, k) => hiddenWeights[k]!.map((weight) => weight * value)),
    out: hidden.map((value, i) => outputWeights[i]! * value),
  };
}

/** Points of the two moons. */
export const moonPoints: readonly { readonly x: number; readonly y: number; readonly label: 0 | 1 }[] =
  Array.from({ length: 28 }, (_, i) => {
    const angle = (Math.PI * (i >> 1)) / 13;
    const [x, y] =
      i % 2 === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return { x: (x - 0.5) * 1.65, y: (y - 0.25) * 1.65, label: (i % 2) as 0 | 1 };
  });
