// internal
import { ArgumentError } from '@neurona/backend';
import type { Dataset, Example } from '../dataset.js';
import {
  type IterableDataset,
  isIterableDataset,
  type LazyExample,
  makeExample,
} from '../iterable-dataset.js';
import { type Collate, stackExamples } from './collate/collate.js';
import { type BatchSource, describeExamples, type Job, type Loaded } from './job.js';
import { LoadFailure } from './load-failure.js';
import { exampleRng, orderRng, type Pass } from './pass.js';

/** Makes the batches of one epoch, in this thread. */
export const batchMaker = (
  dataset: Dataset | IterableDataset,
  collate: Collate | undefined,
  pass: Pass,
): BatchSource =>
  isIterableDataset(dataset)
    ? new StreamBatches(dataset, collate, pass)
    : new NumberedBatches(dataset, collate, pass);

class NumberedBatches implements BatchSource {
  readonly isElsewhere = false;

  constructor(
    private readonly dataset: Dataset,
    private readonly collate: Collate | undefined,
    private readonly pass: Pass,
  ) {}

  async load(job: Job): Promise<Loaded> {
    const { dataset, collate } = this;
    const { indices = [] } = job;
    const count = job.whole?.count ?? job.count;
    if (job.count === 0) return { fields: [], count, isFresh: true }; // others have the few examples of this batch
    if (dataset.batch && !collate) return { fields: await this.#atOnce(job), count, isFresh: false };
    const examples = await Promise.all(indices.map((index, i) => this.#example(index, job.first + i)));
    return { fields: await collated(examples, collate, job), count, isFresh: !collate };
  }

  async close(): Promise<void> {}

  async #example(index: number, place: number): Promise<Example> {
    try {
      const example = await this.dataset.get(index, exampleRng(this.pass, place));
      return this.collate ? example : checkExample(example);
    } catch (cause) {
      throw new LoadFailure(`example ${index}`, cause);
    }
  }

  async #atOnce(job: Job): Promise<Example> {
    const { first, indices = [] } = job;
    try {
      const rngs = indices.map((_, i) => exampleRng(this.pass, first + i));
      return await this.dataset.batch!(indices, rngs);
    } catch (cause) {
      for (const [i, index] of indices.entries()) await this.#example(index, first + i); // finds which one it was
      throw new LoadFailure(`a batch of ${describeExamples(job)}`, cause);
    }
  }
}

class StreamBatches implements BatchSource {
  readonly isElsewhere = false;
  #stream: AsyncIterator<Example | LazyExample> | Iterator<Example | LazyExample> | undefined;
  #place = 0;
  #hasEnded = false;
  #reading: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly dataset: IterableDataset,
    private readonly collate: Collate | undefined,
    private readonly pass: Pass,
  ) {}

  async load(job: Job): Promise<Loaded | undefined> {
    const reading = this.#reading.then(() => this.#read(job)); // one after another, as there is one stream
    this.#reading = reading.catch(() => {});
    const items = await reading;
    const count = Math.max(0, this.#place - (job.whole ?? job).first);
    if (count === 0) return undefined;
    if (items.length === 0) return { fields: [], count, isFresh: true };
    const examples = await Promise.all(items.map((item, i) => this.#example(item, job.first + i)));
    const fields = await collated(examples, this.collate, job);
    return { fields, count, isFresh: !this.collate };
  }

  async close(): Promise<void> {
    this.#hasEnded = true;
    // not waited for: a stream that is being read answers after that, perhaps never
    void Promise.resolve(this.#stream?.return?.()).catch(() => {});
  }

  /** The examples of a job; of a share of a batch the rest of it is passed over, so that its size is known. */
  async #read({ first, count, whole = { first, count } }: Job): Promise<(Example | LazyExample)[]> {
    const items: (Example | LazyExample)[] = [];
    const end = whole.first + whole.count;
    while (!this.#hasEnded && this.#place < end) {
      const item = await this.#next();
      if (item === undefined) break;
      const place = this.#place++;
      if (place >= first && place < first + count) items.push(item);
    }
    return items;
  }

  async #next(): Promise<Example | LazyExample | undefined> {
    try {
      this.#stream ??= begin(this.dataset.iterate(orderRng(this.pass)));
      const step = await this.#stream.next();
      if (!step.done) return step.value;
    } catch (cause) {
      this.#hasEnded = true;
      throw new LoadFailure(`example ${this.#place}`, cause);
    }
    this.#hasEnded = true;
    return undefined;
  }

  async #example(item: Example | LazyExample, place: number): Promise<Example> {
    try {
      const example = await makeExample(item, exampleRng(this.pass, place));
      return this.collate ? example : checkExample(example);
    } catch (cause) {
      throw new LoadFailure(`example ${place}`, cause);
    }
  }
}

/** Throws if a batch is no list of arrays: an array by itself, or plain numbers. */
function checkExample(example: unknown): Example {
  if (Array.isArray(example) && example.every((field) => ArrayBuffer.isView(field?.values))) return example;
  throw new ArgumentError('Dataset.get', {
    expected: 'a list of arrays, one for each field',
    received: example,
    hint: 'Return [hostArray(values)].',
  });
}

const begin = <T>(items: AsyncIterable<T> | Iterable<T>): AsyncIterator<T> | Iterator<T> =>
  Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();

async function collated(
  examples: readonly Example[],
  collate: Collate = stackExamples,
  job: Job,
): Promise<Example> {
  try {
    return await collate(examples);
  } catch (cause) {
    throw new LoadFailure(`a batch of ${describeExamples(job)}`, cause);
  }
}
