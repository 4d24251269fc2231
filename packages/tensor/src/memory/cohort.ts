// internal
import type { Holding } from './collector.js';
import { takeMark } from './early-mark.js';

/** Tensors of like size, made one after another, that share a mark: when it is gone, nobody holds any of them. */
export class Cohort {
  readonly members = new Set<Holding>();
  readonly ref: WeakRef<object>;
  /** What the members hold strongly; here only while others may join. */
  mark: object | undefined;
  bytes = 0;
  /** Bytes that all tensors had taken when the last member joined. */
  newest = 0;

  constructor() {
    const { mark, ref } = takeMark();
    this.mark = mark;
    this.ref = ref;
  }
}

const fewestBytes = 2 ** 18;
const mostBytes = 2 ** 24;
const mostMembers = 4096;

/** The cohorts of all tensors that are left to the garbage collector. */
export class Cohorts {
  readonly #all = new Set<Cohort>();
  /** Those that others may join, by the logarithm of their members' size: a small tensor that lives on keeps no large ones. */
  readonly #open: (Cohort | undefined)[] = [];
  #taken = 0;
  #takenAtRest = 0;

  /** Finds the cohort of a new tensor; returns its mark. */
  join(member: Holding, bytes: number): object {
    this.#taken += bytes;
    const size = Math.ceil(Math.log2(bytes + 1));
    let cohort = this.#open[size];
    if (!cohort) {
      cohort = new Cohort();
      this.#open[size] = cohort;
      this.#all.add(cohort);
    }
    const mark = cohort.mark!;
    cohort.members.add(member);
    member.cohort = cohort;
    cohort.bytes += bytes;
    cohort.newest = this.#taken;
    if (cohort.bytes >= this.#capacity() || cohort.members.size >= mostMembers) this.#close(size);
    return mark;
  }

  /** Takes out a tensor that was freed. */
  leave(member: Holding): void {
    const { cohort } = member;
    if (!cohort) return;
    member.cohort = undefined;
    cohort.members.delete(member);
    if (cohort.members.size === 0 && !cohort.mark) this.#all.delete(cohort);
  }

  /** Notes that the program paused, so that earlier weak references are reliable. */
  rest(): void {
    this.#takenAtRest = this.#taken;
  }

  /**
   * Members of cohorts that the last collection found dead. Looking at one that lives keeps it until the job ends: the newest
   * `youngBytes`, likely still in use, are left for another time.
   */
  dead(youngBytes: number): Holding[] {
    const found: Holding[] = [];
    for (const [size, cohort] of this.#open.entries()) {
      if (cohort && cohort.newest <= this.#taken - youngBytes) this.#close(size);
    }
    for (const cohort of this.#all) {
      if (cohort.mark || cohort.newest > this.#taken - youngBytes) continue;
      if (cohort.ref.deref() === undefined) found.push(...cohort.members);
    }
    return found;
  }

  #close(size: number): void {
    const cohort = this.#open[size]!;
    cohort.mark = undefined;
    this.#open[size] = undefined;
    if (cohort.members.size === 0) this.#all.delete(cohort);
  }

  /** Grows with what a job takes, as marks are limited. */
  #capacity(): number {
    return Math.min(Math.max((this.#taken - this.#takenAtRest) / 64, fewestBytes), mostBytes);
  }
}
