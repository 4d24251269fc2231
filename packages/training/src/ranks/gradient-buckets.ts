// internal
import type { ProcessGroup } from '@neurona/backend';
import { concat, noGrad, own, type Parameter, scoped, type Tensor, tensor } from '@neurona/tensor';

/** Parameters whose gradients are summed in one call, last ones of the model first. */
interface Bucket {
  readonly parameters: readonly Parameter[];
  /** Their gradients, then for each of them the number of ranks where it has one. */
  readonly values: Float32Array;
  /** Those whose gradients are still to come. */
  readonly waiting: Set<Tensor>;
}

/**
 * Sums gradients over processes, in buckets that leave while the backward pass goes on: a bucket as soon as the gradients in it are
 * complete, and in the same order on every rank. Where values can be read at once, as with WebAssembly, a bucket leaves from within
 * the backward pass; on a GPU it is read as soon as the GPU has come that far.
 */
export class GradientBuckets {
  #buckets: Bucket[] = [];
  #parameters: readonly Parameter[] = [];
  readonly #bucketOf = new Map<Tensor, Bucket>();
  readonly #read = new Map<Tensor, unknown>(); // what each gradient's buffer was
  #next = 0; // the bucket that leaves next
  #overlaps = true;
  #launched: Promise<void> = Promise.resolve();
  #isLate = false; // whether a bucket of this step has to be waited for
  #sums: Promise<unknown>[] = [];

  /**
   * @param size - Elements of a bucket, default 2^20 (4 MiB).
   */
  constructor(
    private readonly group: ProcessGroup,
    private readonly size = 2 ** 20,
  ) {}

  /** Prepares for the last backward pass of a step; returns what that pass calls for each gradient. */
  begin(parameters: readonly Parameter[]): ((leaf: Tensor) => void) | undefined {
    this.#arrange(parameters);
    return this.#overlaps ? (leaf) => this.#ready(leaf) : undefined;
  }

  /** Waits until everything is summed, also some numbers of each rank, whose sums it returns. */
  async finish(parameters: readonly Parameter[], numbers: readonly number[]): Promise<readonly number[]> {
    if (this.#parameters.length === 0) this.#arrange(parameters);
    const isStale = this.#hasChanged();
    this.#launchAll();
    await this.#launched;
    const tail = Float64Array.of(...numbers, Number(isStale));
    await Promise.all([...this.#sums, this.group.allReduce(tail)]);
    if (tail.at(-1)! > 0) {
      this.#overlaps = false; // gradients went on changing after they were told to be complete, as inside of checkpoint()
      this.#restart();
      this.#launchAll();
      await this.#launched;
      await Promise.all(this.#sums);
    }
    this.#parameters = []; // the next step may train others
    return Array.from(tail.subarray(0, numbers.length));
  }

  /** Makes the sums, times a factor, the gradients. */
  write(factor: number): void {
    noGrad(() => {
      for (const { parameters, values } of this.#buckets) {
        const flags = values.length - parameters.length;
        for (let i = 0; i < flags; i++) values[i]! *= factor;
        let at = 0;
        for (const [i, parameter] of parameters.entries()) {
          const { size, shape, backend } = parameter;
          const part = values.subarray(at, at + size);
          at += size;
          parameter.grad?.dispose();
          parameter.grad = values[flags + i]! > 0 ? own(tensor(part, { shape, backend })) : undefined;
        }
      }
    });
  }

  /** Divides parameters into buckets, again only if they are others than before. */
  #arrange(parameters: readonly Parameter[]): void {
    const learned = [...new Set(parameters)].filter((parameter) => parameter.requiresGrad).reverse();
    const before = this.#buckets.flatMap((bucket) => bucket.parameters);
    if (learned.length !== before.length || learned.some((parameter, i) => parameter !== before[i])) {
      this.#buckets = divide(learned, this.size).map((some) => ({
        parameters: some,
        values: new Float32Array(some.reduce((sum, { size }) => sum + size, some.length)),
        waiting: new Set(),
      }));
      this.#bucketOf.clear();
      for (const bucket of this.#buckets)
        for (const parameter of bucket.parameters) this.#bucketOf.set(parameter, bucket);
    }
    this.#parameters = learned;
    this.#restart();
  }

  #restart(): void {
    for (const { parameters, waiting } of this.#buckets)
      for (const parameter of parameters) waiting.add(parameter);
    this.#next = 0;
    this.#read.clear();
    this.#launched = Promise.resolve();
    this.#isLate = false;
    this.#sums = [];
  }

  #ready(leaf: Tensor): void {
    this.#bucketOf.get(leaf)?.waiting.delete(leaf);
    while (this.#buckets[this.#next]?.waiting.size === 0) this.#launch();
    this.group.advance();
  }

  #launchAll(): void {
    while (this.#next < this.#buckets.length) this.#launch();
  }

  #launch(): void {
    const bucket = this.#buckets[this.#next++]!;
    const { parameters, values } = bucket;
    const flags = values.length - parameters.length;
    for (const [i, { grad }] of parameters.entries()) values[flags + i] = Number(grad !== undefined);
    for (const parameter of parameters) this.#read.set(parameter, parameter.grad?.buffer);
    if (!this.#isLate && readNow(bucket)) this.#sum(values);
    else {
      this.#isLate = true;
      const reading = readLater(bucket);
      this.#launched = Promise.all([this.#launched, reading]).then(() => this.#sum(values));
      this.#launched.catch(() => {});
    }
  }

  #sum(values: Float32Array): void {
    const sum = this.group.allReduce(values);
    sum.catch(() => {}); // awaited by finish, unless the training fails before
    this.#sums.push(sum);
  }

  /** Whether gradients changed after they were read. */
  #hasChanged(): boolean {
    for (const [parameter, buffer] of this.#read) if (parameter.grad?.buffer !== buffer) return true;
    return false;
  }
}

function divide(parameters: readonly Parameter[], size: number): Parameter[][] {
  const buckets: Parameter[][] = [];
  let room = 0;
  for (const parameter of parameters) {
    if (room < parameter.size || buckets.length === 0) {
      buckets.push([]);
      room = size;
    }
    buckets.at(-1)!.push(parameter);
    room -= parameter.size;
  }
  return buckets;
}

/** Copies the gradients if the device lets them be read without waiting; returns whether it does. */
function readNow({ parameters, values }: Bucket): boolean {
  let at = 0;
  for (const { grad, size, backend } of parameters) {
    const found = grad ? backend.peek(grad) : new Float32Array(size);
    if (!found) return false;
    values.set(found, at);
    at += size;
  }
  return true;
}

/** Copies the gradients when the device has them. */
async function readLater({ parameters, values }: Bucket): Promise<void> {
  const present = parameters.filter(({ grad }) => grad);
  if (present.length === 0) {
    values.fill(0, 0, values.length - parameters.length);
    return;
  }
  const flat = noGrad(() => own(scoped(() => concat(present.map(({ grad }) => grad!.reshape([-1]))))));
  const has = parameters.map(({ grad }) => grad !== undefined);
  try {
    const found = await flat.data();
    let [at, from] = [0, 0];
    for (const [i, { size }] of parameters.entries()) {
      if (has[i]) values.set(found.subarray(from, from + size), at);
      else values.fill(0, at, at + size);
      if (has[i]) from += size;
      at += size;
    }
  } finally {
    flat.dispose();
  }
}
