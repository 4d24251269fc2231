import { countingOnes } from '@neurona/datasets';
import { Linear, LSTMCell } from '@neurona/layers';
import { Adam, clipGradNorm, Rprop, SGD } from '@neurona/optimizers';
import {
  grad,
  type LSTMState,
  onesLike,
  type Parameter,
  scoped,
  stack,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import type { StepsView } from '../../network/unrolled.js';
import { type Relief, reliefOf } from '../../surface/relief.js';
import { Runners } from '../../surface/runners.js';
import type { Trainer } from '../../worker/protocol.js';
import { longest, type MemorySettings, type MethodName, mapRange, methodNames } from './settings.js';

/** How a method fares: on its way, at U = W = 1, or thrown out of the map. */
export type RunState = 'underway' | 'arrived' | 'left';

/** A method's run. */
export interface Run {
  /** `[U, W, U, W, ...]`, from the start on. */
  readonly trail: Float32Array;
  readonly state: RunState;
  readonly loss: number;
  /** ∂L/∂U and ∂L/∂W at its last place. */
  readonly gradient: readonly [number, number];
}

/** What the page shows. */
export interface MemorySnapshot {
  /** The settings that it was computed with. */
  readonly settings: MemorySettings;
  /** The row that is looked at, and its ones. */
  readonly bits: readonly number[];
  readonly count: number;
  /** The weights that it is looked at with. */
  readonly weights: readonly [u: number, w: number];
  readonly plain: StepsView;
  /** Undefined while it is not shown. */
  readonly lstm: StepsView | undefined;
  readonly relief: Relief;
  readonly runs: Readonly<Record<MethodName, Run>>;
  /** Losses step by step. */
  readonly curves: Curves<MethodName | 'lstm'>;
}

const rows = 20;
const hiddenSize = 8;
const near = 0.03; // how near to 1 both weights have arrived
const far = 4; // who is farther from 0 is out of the map
const highest = 1e5; // losses above are one plateau on the map
const curveRange = [1e-5, 1e9] as const;
const reliefs = new Map<string, Relief>();

/** Makes the rows, measures the map, and lines everyone up. */
export async function createMemoryTrainer(settings: MemorySettings, seed: number): Promise<MemoryTrainer> {
  const data = countingOnes(rows, { length: settings.length });
  const [x, counts] = (data.fields as readonly { readonly values: Float32Array }[]).map(
    ({ values }) => values,
  );
  const loss = lossOf(x!, counts!, settings.length);
  const key = `${settings.length} ${seed}`;
  const relief =
    reliefs.get(key) ??
    (await reliefOf((places) => loss(places).minimum(highest), {
      xRange: mapRange,
      yRange: mapRange,
      least: 0,
      contrast: highest * 10,
    }));
  reliefs.set(key, relief);
  const momentum = 0.5;
  const runners = await Runners.at(
    loss,
    methodNames.map((name) => ({
      start: [settings.u, settings.w],
      clip: name === 'clip' ? settings.clip : undefined,
      makeOptimizer: (place: Parameter) =>
        name === 'rprop'
          ? new Rprop([place], { learningRate: 0.01 })
          : new SGD([place], { learningRate: settings.rate, momentum }),
    })),
  );
  return new MemoryTrainer(settings, x!, counts!, relief, runners);
}

/**
 * The loss of rows of zeros and ones, for places of U and W: `[N, 2]` → `[N]`.
 *
 *     s_0 = 0        s_t = U x_t + W s_{t−1}        L = mean (s_T − count)²
 */
function lossOf(x: Float32Array, counts: Float32Array, length: number): (places: Tensor) => Tensor {
  return (places) => {
    const [u, w] = [places.select(-1, 0), places.select(-1, 1)];
    const powers = [onesLike(w)];
    for (let t = 1; t < length; t++) powers.push(powers[t - 1]!.mul(w));
    const reached = stack(powers.reverse(), { axis: -1 }); // [N, T]: W^{T−t}, so that s_T = U Σ_t W^{T−t} x_t
    const states = reached.matmul(tensor(x, { shape: [rows, length] }).t()).mul(u.unsqueeze(-1)); // [N, rows]
    return states.sub(tensor(counts)).square().mean({ axis: -1 });
  };
}

/** Two weights that three methods learn, and an LSTM that learns the same. */
export class MemoryTrainer implements Trainer<MemorySettings, MemorySnapshot> {
  readonly #cell = new LSTMCell(1, hiddenSize);
  readonly #readout = new Linear(hiddenSize, 1);
  readonly #weights = [...this.#cell.parameters(), ...this.#readout.parameters()];
  readonly #adam = new Adam(this.#weights, { learningRate: 0.02 });
  readonly #curves = new CurveRecorder<MethodName | 'lstm'>([...methodNames, 'lstm']);
  readonly #states: RunState[] = methodNames.map(() => 'underway');
  #settings: MemorySettings;
  #steps = 0;

  constructor(
    settings: MemorySettings,
    readonly x: Float32Array,
    readonly counts: Float32Array,
    readonly relief: Relief,
    readonly runners: Runners,
  ) {
    this.#settings = settings;
    const gates = [0, settings.forget, 0, 0].flatMap((bias) => Array<number>(hiddenSize).fill(bias)); // i, f, g, o
    this.#cell.biasIh!.set(gates);
    this.#cell.biasHh!.set(gates.map(() => 0));
  }

  async step(): Promise<boolean> {
    this.#steps++;
    const rate = this.#settings.rate * (1 - (this.#steps - 1) / longest);
    for (const optimizer of this.runners.optimizers)
      if (optimizer instanceof SGD) optimizer.learningRate = rate;
    await this.runners.step();
    const lstm = this.#settings.lstm ? bounded(await this.#stepLSTM()) : Number.NaN; // nothing to draw
    const losses = methodNames.map((name, i) => {
      this.#states[i] = this.#judge(i);
      return [name, bounded(this.runners.paths[i]!.heights.at(-1)!)] as const;
    });
    this.#curves.add(this.#steps, { ...Object.fromEntries(losses), lstm } as Record<
      MethodName | 'lstm',
      number
    >);
    return this.#steps >= longest;
  }

  async snapshot(): Promise<MemorySnapshot> {
    const { u, w, length, method } = this.#settings;
    const bits = Array.from(this.x.subarray(0, length));
    const trail = this.runners.paths[methodNames.indexOf(method)]!.places;
    const weights = this.#steps === 0 ? ([u, w] as const) : ([trail.at(-2)!, trail.at(-1)!] as const);
    const runs = methodNames.map((name, i) => {
      const { places, heights, gradients } = this.runners.paths[i]!;
      const gradient = [gradients.at(-2)!, gradients.at(-1)!] as const;
      return [
        name,
        { trail: Float32Array.from(places), state: this.#states[i]!, loss: heights.at(-1)!, gradient },
      ] as const;
    });
    return {
      settings: this.#settings,
      bits,
      count: this.counts[0]!,
      weights,
      plain: await this.#lookAtPlain(bits, weights),
      lstm: this.#settings.lstm ? await this.#lookAtLSTM(bits) : undefined,
      relief: this.relief,
      runs: Object.fromEntries(runs) as Record<MethodName, Run>,
      curves: this.#curves.read(),
    };
  }

  /** What only changes what one sees is taken over; all else begins anew. */
  update(settings: MemorySettings): boolean {
    const seen = { view: '', back: false, lstm: false, method: 'plain' } as const;
    const isSame =
      JSON.stringify({ ...settings, ...seen }) === JSON.stringify({ ...this.#settings, ...seen });
    if (isSame) this.#settings = settings;
    return isSame;
  }

  dispose(): void {
    this.runners.dispose();
    this.#adam.zeroGrad();
    this.#adam.dispose();
    this.#cell.dispose();
    this.#readout.dispose();
  }

  /** The states of one row, and ∂s_T/∂s_t, which autograd takes back through them. */
  async #lookAtPlain(bits: readonly number[], [u, w]: readonly [number, number]): Promise<StepsView> {
    const both = scoped(() => {
      const states = [tensor(u * bits[0]!, { requiresGrad: true })];
      for (const bit of bits.slice(1))
        states.push(
          states
            .at(-1)!
            .mul(w)
            .add(u * bit),
        );
      const shares = grad(states.at(-1)!, states);
      return stack([...states, ...shares].map((x) => x.detach())); // [2 T]
    });
    return split(both);
  }

  /** The LSTM's answer after each step, and |∂y_T/∂c_t| beside that of the last step. */
  async #lookAtLSTM(bits: readonly number[]): Promise<StepsView> {
    const both = scoped(() => {
      const [answers, cells] = this.#run(tensor(bits, { shape: [1, bits.length] }));
      const shares = grad(answers.at(-1)!.sum(), cells).map((g) => g.square().sum().sqrt());
      return stack([...answers.map((y) => y.sum()), ...shares].map((x) => x.detach()));
    });
    const view = await split(both);
    const last = view.shares.at(-1)!;
    return { ...view, shares: view.shares.map((share) => share / last) };
  }

  async #stepLSTM(): Promise<number> {
    const loss = scoped(() => {
      this.#adam.zeroGrad();
      const [answers] = this.#run(tensor(this.x, { shape: [rows, this.#settings.length] }));
      const error = answers.at(-1)!.sub(tensor(this.counts, { shape: [rows, 1] }));
      const mean = error.square().mean();
      mean.backward();
      clipGradNorm(this.#weights, 1);
      this.#adam.step();
      return mean.detach();
    });
    const value = await loss.item();
    loss.dispose();
    return value;
  }

  /** Answers `[N, 1]` and cells `[N, H]` after each step of rows `[N, T]`. */
  #run(x: Tensor): readonly [answers: Tensor[], cells: Tensor[]] {
    const [answers, cells]: [Tensor[], Tensor[]] = [[], []];
    let state: LSTMState | undefined;
    for (let t = 0; t < x.shape[1]!; t++) {
      const [now, isLast] = [x.narrow(1, t, 1), t === x.shape[1]! - 1];
      state = isLast ? this.#stepByHand(now, state!) : this.#cell.forward(now, state);
      cells.push(state.cell);
      answers.push(this.#readout.forward(state.hidden));
    }
    return [answers, cells];
  }

  /** The last step in its operations: there the answer depends on the cell that comes out of them. */
  #stepByHand(x: Tensor, { hidden, cell }: LSTMState): LSTMState {
    const { weightIh, weightHh, biasIh, biasHh } = this.#cell;
    const all = x.matmul(weightIh).add(biasIh!).add(hidden.matmul(weightHh)).add(biasHh!); // [N, 4 H]
    const [i, f, g, o] = [0, 1, 2, 3].map((gate) => all.narrow(1, gate * hiddenSize, hiddenSize));
    const next = f!.sigmoid().mul(cell).add(i!.sigmoid().mul(g!.tanh()));
    return { hidden: o!.sigmoid().mul(next.tanh()), cell: next };
  }

  #judge(runner: number): RunState {
    if (this.#states[runner] === 'left') return 'left';
    const { places, heights } = this.runners.paths[runner]!;
    const [u, w] = [places.at(-2)!, places.at(-1)!];
    if (!Number.isFinite(heights.at(-1)) || !(Math.abs(u) < far && Math.abs(w) < far)) {
      this.runners.takeOut(runner);
      return 'left';
    }
    return Math.abs(u - 1) < near && Math.abs(w - 1) < near ? 'arrived' : 'underway';
  }
}

/** The first half of a vector are values, the second gradients. */
async function split(both: Tensor): Promise<StepsView> {
  const data = (await both.data()) as Float32Array;
  both.dispose();
  const half = data.length / 2;
  return { values: data.slice(0, half), shares: data.slice(half) };
}

const bounded = (loss: number): number =>
  Number.isFinite(loss) ? Math.min(Math.max(loss, curveRange[0]), curveRange[1]) : curveRange[1];
