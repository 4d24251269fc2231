import { ArgumentError, describeShape, sizeOf } from '@neurona/backend';
import {
  type AnyModule,
  fansOf,
  gainOf,
  type KaimingOptions,
  kaimingStd,
  type Nonlinearity,
  xavierStd,
} from '@neurona/layers';
import { manualSeed, type Parameter } from '@neurona/tensor';
import { type Call, given } from '../call.js';
import type { FactsRow } from '../kinds/kind.js';
import { camelCase } from '../kinds/load-module.js';
import { freshModules } from './fresh-modules.js';

/** PyTorch's names as ours: `leaky_relu`, `fan_in`. */
const ourName = (name: string): string => (name === 'conv2d' ? 'conv' : camelCase(name));

/** PyTorch's weight `[out, in, ...kernel]` as ours. */
function ourShape(call: Call): readonly number[] {
  const [outFeatures, inFeatures, ...kernel] = call.named('shape') as readonly number[];
  return [...kernel, inFeatures!, outFeatures!];
}

/** Numbers that differ from those expected, by name. */
function differences(
  actual: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(expected).flatMap(([name, wanted]) => {
    const got = actual[name] ?? Number.NaN;
    const isClose = Math.abs(got - (wanted as number)) <= 1e-12 * Math.max(1, Math.abs(wanted as number));
    return isClose ? [] : [`${name} ${got} in place of ${wanted}`];
  });
}

/** Initial distribution of a parameter in PyTorch. */
interface Beginning {
  readonly shape: readonly number[];
  readonly distribution: 'uniform' | 'normal' | 'constant';
  readonly bound?: number;
  readonly mean?: number;
  readonly std?: number;
  readonly value?: number;
}

const rounds = 300; // modules that are made, so that there are numbers enough

/** Checks the initial values of a parameter over many modules; returns what is wrong. */
function problemsOf(
  name: string,
  values: readonly number[],
  { distribution, bound, mean = 0, std, value }: Beginning,
): string[] {
  if (distribution === 'constant')
    return values.every((got) => got === value) ? [] : [`${name} is not always ${value}`];
  const problems: string[] = [];
  const spread = std ?? bound! / Math.sqrt(3);
  const average = values.reduce((sum, got) => sum + got, 0) / values.length;
  const variance = values.reduce((sum, got) => sum + (got - average) ** 2, 0) / values.length;
  const largest = Math.max(...values.map(Math.abs));
  // Five standard errors of the mean and of the variance of a normal distribution, which are larger than of a uniform one.
  if (Math.abs(average - mean) > (5 * spread) / Math.sqrt(values.length))
    problems.push(`${name} has mean ${average} in place of ${mean}`);
  if (Math.abs(variance / spread ** 2 - 1) > 5 * Math.sqrt(2 / values.length))
    problems.push(`${name} has standard deviation ${Math.sqrt(variance)} in place of ${spread}`);
  if (distribution === 'uniform' ? largest > bound! * (1 + 1e-6) : largest < 2.5 * spread)
    problems.push(`${name} reaches ${largest}, which is not ${distribution}`);
  return problems;
}

async function beginnings(make: () => AnyModule): Promise<Map<string, number[]>> {
  const values = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    manualSeed(round);
    const module = make();
    for (const [name, parameter] of module.namedParameters()) {
      const list = values.get(name) ?? [];
      list.push(...(await parameter.data()));
      values.set(name, list);
    }
    module.dispose();
  }
  return values;
}

/** Group `init`. */
export const initFacts: Readonly<Record<string, FactsRow>> = {
  'golden.facts.gain': (kwargs, expected) => {
    const slope = kwargs.number(0, 'param');
    const gain = gainOf(ourName(kwargs.named('nonlinearity') as string) as Nonlinearity, slope);
    return differences({ gain }, expected);
  },
  'golden.facts.fans': (kwargs, expected) => {
    const { fanIn, fanOut } = fansOf(ourShape(kwargs));
    return differences({ fan_in: fanIn, fan_out: fanOut }, expected);
  },
  'golden.facts.initializer': (kwargs, expected) => {
    const shape = ourShape(kwargs);
    const { fanIn, fanOut } = fansOf(shape);
    const mode = kwargs.named('mode') as string | undefined;
    const nonlinearity = kwargs.named('nonlinearity') as string | undefined;
    const std = (kwargs.named('name') as string).startsWith('xavier')
      ? xavierStd(shape, given({ gain: kwargs.named('gain') as number | undefined }))
      : kaimingStd(
          shape,
          given<KaimingOptions>({
            mode: mode && (ourName(mode) as 'fanIn' | 'fanOut'),
            nonlinearity: nonlinearity && (ourName(nonlinearity) as Nonlinearity),
            negativeSlope: kwargs.named('a') as number | undefined,
          } as KaimingOptions),
        );
    const facts = { fan_in: fanIn, fan_out: fanOut, mean: 0, std, bound: Math.sqrt(3) * std };
    return differences(facts, expected);
  },
  'golden.facts.default_init': async (kwargs, expected) => {
    const name = `torch.nn.${kwargs.named('module') as string}`;
    const row = freshModules[name];
    if (!row) throw new ArgumentError(name, { expected: 'a row of the table', received: 'none' });
    const { module, nameOf = camelCase } = row(kwargs);
    const own: ReadonlyMap<string, Parameter> = new Map(module.namedParameters());
    const shapes = new Map(Array.from(own, ([name, parameter]) => [name, parameter.shape]));
    module.dispose();
    const values = await beginnings(() => row(kwargs).module);
    return Object.entries(expected).flatMap(([name, beginning]) => {
      const fact = beginning as Beginning;
      const found = values.get(nameOf(name));
      if (!found) return [`${name} is missing`];
      const shape = shapes.get(nameOf(name))!; // axes stand in another order
      if (sizeOf(shape) !== sizeOf(fact.shape))
        return [`${name} is ${describeShape(shape)} in place of ${describeShape(fact.shape)}`];
      return problemsOf(name, found, fact);
    });
  },
};
