// internal
import { ArgumentError } from '@neurona/backend';
import { type Divisor, withDivisor } from '@neurona/layers';
import { isTensor, noGrad, type Tensor } from '@neurona/tensor';
import { isStateful, type Metrics, type StatefulMetric } from '../metrics/metric.js';
import type { Ranks } from '../ranks/ranks.js';
import type { EpochResult } from './history.js';
import { disposeTensors, toTensors } from './tensor-tree.js';
import { type Part, type Spread, spreadsOf, Totals, type TotalsState } from './totals.js';

/** The saved state of a tally. */
export interface TallyState {
  readonly totals: TotalsState;
  readonly gathered: Readonly<Record<string, unknown>>;
}

/** The results of an epoch: means of losses and metrics, and stateful metrics. Nothing waits for the device until they are read. */
export class Tally<Outputs, Targets> {
  readonly #totals = new Totals();
  readonly #stateful: ReadonlyMap<string, StatefulMetric<Outputs, Targets>>;

  /**
   * @param metrics - All metrics; stateful ones are reset.
   * @param ranks - The processes that have a share of the examples each, if there are several.
   */
  constructor(
    private readonly metrics: Metrics<Outputs, Targets>,
    private readonly ranks?: Ranks,
  ) {
    const entries = Object.entries(metrics).flatMap(([name, metric]) =>
      isStateful(metric) ? [[name, metric] as const] : [],
    );
    if (ranks) for (const [name, metric] of entries) checkMerges(name, metric);
    this.#stateful = new Map(entries);
    this.clear();
  }

  /** Adds named scalars of a batch. */
  add(values: Readonly<Record<string, Tensor>>, weight: Divisor): void {
    for (const [name, value] of Object.entries(values)) checkScalar(name, value);
    noGrad(() => this.#totals.add(values, weight));
  }

  /** Adds the metrics of a batch: each is weighted by what its mean divides by, or by the number of examples. */
  measure(outputs: Outputs, targets: Targets, examples: number): void {
    noGrad(() => {
      const byWeight = new Map<Divisor, Record<string, Tensor>>(); // those that are summed together
      for (const [name, metric] of Object.entries(this.metrics)) {
        if (isStateful(metric)) {
          metric.update(outputs, targets);
          continue;
        }
        const { value, divisor = examples } = withDivisor(() => metric(outputs, targets));
        byWeight.set(divisor, { ...byWeight.get(divisor), [name]: value });
      }
      for (const [weight, values] of byWeight) this.add(values, weight);
    });
  }

  /** Means so far, without stateful metrics; with several processes those of this one. */
  async read(): Promise<EpochResult> {
    return (await this.#totals.read()).means;
  }

  /** Everything so far, in the order of the metrics; with several processes over all of them. */
  async finish(): Promise<Spread> {
    const parts = this.ranks ? await this.#merge(this.ranks) : await this.#totals.readParts();
    const results = Array.from(
      this.#stateful,
      async ([name, metric]) => [name, await metric.result()] as const,
    );
    const { means, deviations } = spreadsOf(parts);
    const gathered = new Map(await Promise.all(results));
    const ordered: Record<string, number> = {};
    for (const name of [...Object.keys(means), ...gathered.keys()])
      if (!(name in this.metrics)) ordered[name] = means[name]!;
    for (const name of Object.keys(this.metrics)) {
      const result = gathered.get(name) ?? means[name] ?? Number.NaN;
      if (typeof result === 'number') ordered[name] = result;
      else for (const [key, value] of Object.entries(result)) ordered[joinName(name, key)] = value;
    }
    return { means: ordered, deviations };
  }

  /** Gathers what all processes have; the same on each. */
  async #merge(ranks: Ranks): Promise<readonly Part[]> {
    const states = Array.from(this.#stateful, ([name, metric]) => [name, metric.stateDict!()] as const);
    const all = await ranks.gather({
      parts: await this.#totals.readParts(),
      states: Object.fromEntries(states),
    });
    for (const [name, metric] of this.#stateful) {
      metric.reset();
      for (const { states: found } of all) {
        const state = toTensors((found as Record<string, unknown>)[name]);
        metric.mergeStateDict!(state);
        disposeTensors(state);
      }
    }
    return all.flatMap(({ parts }) => parts as Part[]);
  }

  /** State to resume in the middle of an epoch. */
  stateDict(): TallyState {
    const gathered = Array.from(this.#stateful, ([name, metric]) => {
      if (metric.stateDict) return [name, metric.stateDict()] as const;
      throw new ArgumentError('fit', {
        expected: 'metrics with stateDict() for a checkpoint in the middle of an epoch',
        received: 'one without',
        where: name,
        hint: 'Save after whole epochs only, or give the metric stateDict() and loadStateDict().',
      });
    });
    return { totals: this.#totals.stateDict(), gathered: Object.fromEntries(gathered) };
  }

  loadStateDict(saved: TallyState): void {
    this.#totals.loadStateDict(saved.totals);
    for (const [name, metric] of this.#stateful)
      if (name in saved.gathered) metric.loadStateDict?.(saved.gathered[name]);
  }

  /** Clears everything. */
  clear(): void {
    this.#totals.clear();
    for (const metric of this.#stateful.values()) metric.reset();
  }
}

/** `f1` and `micro` are `f1Micro`. */
export const joinName = (name: string, part: string): string =>
  `${name}${part.charAt(0).toUpperCase()}${part.slice(1)}`;

function checkMerges(name: string, { stateDict, mergeStateDict }: StatefulMetric<never, never>): void {
  if (stateDict && mergeStateDict) return;
  throw new ArgumentError('fit', {
    expected: 'metrics with stateDict() and mergeStateDict(), for a group of processes',
    received: 'one without',
    where: name,
    hint: 'Add in mergeStateDict(state) what another rank accumulated.',
  });
}

function checkScalar(name: string, value: unknown): void {
  if (isTensor(value) && value.size === 1) return;
  throw new ArgumentError('fit', {
    expected: 'a scalar tensor',
    received: isTensor(value) ? `a tensor of shape [${value.shape.join(', ')}]` : value,
    where: name,
    hint: 'Take the mean over the batch, or make it a StatefulMetric.',
  });
}
