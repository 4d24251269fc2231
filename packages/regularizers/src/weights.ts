import { ArgumentError, checkOptions, describeValue, type OptionTable } from '@neurona/backend';
import type { Parameter } from '@neurona/tensor';

/** An object with named parameters: a module. */
export interface WithParameters {
  namedParameters(): Iterable<readonly [name: string, parameter: Parameter]>;
}

/** Selects parameters: by a prefix of the name, a pattern, or a function of name and parameter. */
export type Chooser = string | RegExp | ((name: string, parameter: Parameter) => boolean);

/** Settings of penalties and constraints. */
export interface WeightsOptions {
  /** Parameters to include, default those of two or more axes not called `bias`: neither biases nor the scales of norms. */
  readonly weights?: Chooser | readonly Chooser[];
}

/** @internal */
export const weightsOptions: OptionTable<WeightsOptions> = { weights: '' };

/** @internal The choice alone, out of options that have more. */
export const choice = ({ weights }: WeightsOptions): WeightsOptions => (weights ? { weights } : {});

/**
 * Returns the selected parameters with their names.
 * @throws {@link ArgumentError} if there are none.
 * @example
 * const model = { namedParameters: () => [['weight', new Parameter([[1, 2]])], ['bias', new Parameter([0, 0])]] };
 * chosenWeights('l2', model).map(([name]) => name); // => ['weight']
 */
export function chosenWeights(
  subject: string,
  model: WithParameters,
  options: WeightsOptions = {},
): [name: string, parameter: Parameter][] {
  const { weights = isWeight } = checkOptions(subject, options, weightsOptions);
  const choosers = [weights].flat() as readonly Chooser[];
  if (typeof (model as WithParameters | undefined)?.namedParameters !== 'function') {
    throw new ArgumentError(subject, { expected: 'a model: a Module', received: model });
  }
  const all = Array.from(model.namedParameters(), ([name, parameter]): [string, Parameter] => [
    name,
    parameter,
  ]);
  const chosen = all.filter(([name, parameter]) =>
    choosers.some((chooser) => matches(chooser, name, parameter)),
  );
  if (chosen.length > 0) return chosen;
  throw new ArgumentError(subject, {
    expected:
      weights === isWeight
        ? 'weights of two or more axes'
        : `weights that match ${describeChoosers(choosers)}`,
    received: describeValue(all.map(([name]) => name)),
    hint: 'Choose others with { weights }.',
  });
}

const isWeight = (name: string, parameter: Parameter): boolean =>
  parameter.ndim >= 2 && !/(^|\.)bias$/.test(name);

function matches(chooser: Chooser, name: string, parameter: Parameter): boolean {
  if (typeof chooser === 'string') return name.startsWith(chooser);
  return typeof chooser === 'function' ? chooser(name, parameter) : chooser.test(name);
}

const describeChoosers = (choosers: readonly Chooser[]): string =>
  choosers.map((chooser) => (typeof chooser === 'function' ? 'the function' : String(chooser))).join(' or ');
