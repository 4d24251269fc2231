// internal
import { GroupError, type ProcessGroup, philox } from '@neurona/backend';
import { decodeTrainingCheckpoint, encodeTrainingCheckpoint } from '@neurona/checkpoints';
import { isHostArray } from '@neurona/datasets';
import { type AnyModule, checkModule } from '@neurona/layers';
import { defaultGenerator, noGrad, type Parameter, scoped, type Tensor, tensor } from '@neurona/tensor';
import type { History } from '../loop/history.js';
import { GradientBuckets } from './gradient-buckets.js';

/** Why a training ends before its last step. */
type Stop = Extract<History['stopped'], 'aborted' | 'callback'> | undefined;

/** The processes that train together, as one of them sees them. */
export class Ranks {
  readonly rank: number;
  readonly size: number;
  readonly gradients: GradientBuckets;
  /** Whether this rank wants to stop, which the others hear with the next gradients. */
  wanted: Stop;
  /** Whether any rank wanted to: known to all at the same step. */
  agreed: Stop;

  constructor(readonly group: ProcessGroup) {
    this.rank = group.rank;
    this.size = group.size;
    this.gradients = new GradientBuckets(group);
  }

  /** Sums the gradients of a step over all ranks, and divides them by the sum of the divisors, which it returns. */
  async finishStep(parameters: readonly Parameter[], divisor: number): Promise<number> {
    const [total, aborted, stopped] = await this.gradients.finish(parameters, [divisor, ...this.#wishes()]);
    this.#agree(aborted!, stopped!);
    if (total! > 0) this.gradients.write(1 / total!);
    return total!;
  }

  /** Whether any rank wants to stop, at the end of an epoch. */
  async agree(): Promise<Stop> {
    const [aborted, stopped] = await this.group.allReduce(Float64Array.from(this.#wishes()));
    this.#agree(aborted!, stopped!);
    return this.agreed;
  }

  /** The trees of all ranks: records and lists of numbers, strings, and arrays where there were tensors. */
  async gather(tree: object): Promise<Record<string, unknown>[]> {
    const bytes = await encodeTrainingCheckpoint(tree);
    const lengths = await this.group.allGather(Int32Array.of(bytes.length));
    const padded = new Uint8Array(Math.max(...lengths.map(([length]) => length!)));
    padded.set(bytes);
    const all = await this.group.allGather(padded);
    return all.map((found, rank) =>
      decodeTrainingCheckpoint(found.slice(0, lengths[rank]![0]), `what rank ${rank} sent`),
    );
  }

  /** The tree of rank 0, which alone passes one. */
  async share(tree: object | undefined): Promise<Record<string, unknown>> {
    const own = this.rank === 0 ? await encodeTrainingCheckpoint(tree!) : new Uint8Array();
    const [length] = await this.group.broadcast(Float64Array.of(own.length));
    const bytes = await this.group.broadcast(this.rank === 0 ? own : new Uint8Array(length!));
    return decodeTrainingCheckpoint(bytes, 'what rank 0 sent');
  }

  /** Makes the buffers of a model those of rank 0, as the running means of normalisation: they differ with each rank's batches. */
  async shareBuffers(model: AnyModule): Promise<void> {
    const parameters = new Set<Tensor>(checkModule('fit', model).parameters());
    const buffers = Object.entries(model.stateDict()).filter(([, buffer]) => !parameters.has(buffer));
    if (buffers.length === 0) return;
    const shared = await this.share(this.rank === 0 ? Object.fromEntries(buffers) : undefined);
    if (this.rank === 0) return;
    scoped(() => {
      for (const [name, buffer] of buffers) {
        const found = shared[name];
        if (!isHostArray(found)) continue;
        noGrad(() => buffer.assign(tensor(found.values, found)));
      }
    });
  }

  /**
   * Draws the random numbers of one batch, as those of dropout, from another stream on each rank. The default generator moves on
   * equally on all of them.
   */
  withOwnRandom<Result>(work: () => Result): Result {
    const generator = defaultGenerator();
    const { seed, offset } = generator.take(4);
    const after = generator.state;
    const [word] = philox(seed, offset, 4);
    generator.state = { seed: (word! >>> 0) * 2 ** 20 + this.rank, offset: 0 };
    try {
      return work();
    } finally {
      generator.state = after;
    }
  }

  /**
   * Throws unless all ranks describe their training in the same words.
   * @throws {@link GroupError} on every rank, that names the first one that differs and in what.
   */
  async checkAlike(description: Readonly<Record<string, string>>): Promise<void> {
    const all = (await this.gather(description)) as Record<string, string>[];
    const [first] = all;
    for (const [rank, other] of all.entries()) {
      for (const name of new Set([...Object.keys(first!), ...Object.keys(other)])) {
        const [a, b] = [first![name] ?? 'none', other[name] ?? 'none'];
        if (a === b) continue;
        throw new GroupError('fit', {
          expected: `the same ${name} on every rank`,
          received: `${a} on rank 0 and ${b} on rank ${rank}`,
          hint: 'Start one program on all ranks, with the same arguments, data and manualSeed.',
        });
      }
    }
  }

  #wishes(): [number, number] {
    return [Number(this.wanted === 'aborted'), Number(this.wanted === 'callback')];
  }

  #agree(aborted: number, stopped: number): void {
    if (aborted > 0) this.agreed = 'aborted';
    else if (stopped > 0) this.agreed = 'callback';
  }
}
