import { ArgumentError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import * as datasets from '@neurona/datasets';
import * as layers from '@neurona/layers';
import * as tensor from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { type OptionTaker, optionTakers } from './option-takers.js';
import { sampleArguments } from './sample-arguments.js';
import { instances, smallVAE } from './sample-instances.js';

/** Arguments where those made from the types are refused before the options are looked at. */
const argumentsOf: Readonly<Record<string, () => unknown[]>> = {
  ArrayDataset: () => [[datasets.hostArray([1, 2])]],
  RandomSampler: () => [new datasets.ArrayDataset([datasets.hostArray([1, 2])])],
  elbo: () => [smallVAE(), tensor.ones([1, 2])],
  gradcheck: () => [() => tensor.ones([]), [tensor.ones([2])]],
  importanceWeightedBound: () => [smallVAE(), tensor.ones([1, 2])],
  maskTokens: () => [{ vocabSize: 5, maskId: 4 }],
  randomChoice: () => [[]],
  timeSeriesWindows: () => [datasets.hostArray([[1], [2], [3]])],
  tokenizePairs: () => [
    new datasets.ArrayDataset([datasets.hostArray([1, 2])]),
    new datasets.ByteTokenizer(),
    new datasets.ByteTokenizer(),
  ],
  vggFeatures: () => [['M', 8]],
  plotConfusionMatrix: () => [[[1]]],
  plotCurves: () => [{}],
  plotGraph: () => [{ nodes: [], edges: [] }],
  initSparse: () => [tensor.ones([2, 2]), 0.5],
  VocabularyTokenizer: () => ['VocabularyTokenizer'],
  chosenWeights: () => ['chosenWeights', new layers.Linear(2, 2)],
  rotary: () => [tensor.ones([2, 2]), {}],
};

/** Those whose options aren't such an object. */
const exceptions: Readonly<Record<string, string>> = {
  checkOptions: 'checks options',
  FailOnNaN: 'has those of StopOnNaN, which checks them',
  withDefaults: 'checks options',
  Optimizer: 'is extended by algorithms, whose settings it checks',
  RecurrentDirection: 'is a part of recurrent layers, which check them',
  RecurrentLayer: 'is extended by recurrent layers, which check them',
};

async function call({ packageName, name, kind, before }: OptionTaker): Promise<unknown> {
  const [owner, method] = name.split('.') as [string, string?];
  const values = argumentsOf[name]?.() ?? sampleArguments(before);
  const passed = [...values, { unheardOf: 1 }];
  const exported = ((await import(packageName)) as Record<string, unknown>)[owner];
  if (kind === 'class') return new (exported as new (...values: unknown[]) => unknown)(...passed);
  if (kind === 'function') return (exported as (...values: unknown[]) => unknown)(...passed);
  const make = instances[owner];
  if (!make)
    throw new Error(`There is no instance of ${owner} to call ${method} of: add a row to "instances".`);
  return (make() as Record<string, (...values: unknown[]) => unknown>)[method!]!(...passed);
}

describe('an option that doesn’t exist is refused by', () => {
  beforeAll(() => useBackend(cpu()));
  const takers = optionTakers().filter(({ name }) => !(name in exceptions));

  it.each(takers.map((taker) => [taker.name, taker] as const))('%s', async (_name, taker) => {
    const error = await call(taker).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(taker.packageName === '@neurona/plots' ? TypeError : ArgumentError);
    expect((error as Error).message).toMatch(
      /^\[.*\] expected (options among .*|no options), got unheardOf\./,
    );
    const subject = (error as Error).message.slice(1).split(']')[0]!;
    const lastPart = (name: string): string => name.split('.').at(-1)!;
    expect(lastPart(subject)).toBe(lastPart(taker.name)); // a method may be of a class that extends the taker's
  });

  it('as many as there are', () => {
    expect(takers.length).toBeGreaterThan(300);
  });
});
